/**
 * How large a file, a folder or an interface may grow, and that no limit of time stands in two places. The length of
 * functions is held by oxlint.
 */

import { posix } from 'node:path'
import type { Module } from './module.ts'
import { isTest, lineAt } from './repository.ts'
import type { Finding, SourceFile } from './repository.ts'

const FILE_LINES = 300
const ONE_OF_A_KIND_LINES = 120
const LINE_CHARACTERS = 120
const FILES_PER_FOLDER = 20
const METHODS_PER_INTERFACE = 6

/** One file per fault, step, promise, doubt, cause and renderer: a longer one does two things. */
const ONE_OF_A_KIND = /^src\/(faults|steps|judge\/(promises|doubts|causes|flags)|report\/renderers)\//

/** A folder with one file of each kind is as large as there are kinds. */
const FOLDER_OF_A_KIND = /^src\/(faults|steps|judge\/(promises|doubts))$/

export function fileSizeFindings({ path, text }: SourceFile): readonly Finding[] {
  const lines = text.replace(/\n$/, '').split('\n')
  const limit = ONE_OF_A_KIND.test(path) && !isTest(path) ? ONE_OF_A_KIND_LINES : FILE_LINES
  const tooLong = lines.flatMap((line, index) => {
    const length = Array.from(line).length
    const value = `${length} characters`
    return length > LINE_CHARACTERS
      ? [{ file: path, line: index + 1, rule: `a line has at most ${LINE_CHARACTERS}`, value }]
      : []
  })
  if (lines.length <= limit) return tooLong
  return [
    ...tooLong,
    { file: path, line: limit + 1, rule: `this file has at most ${limit} lines`, value: `${lines.length}` },
  ]
}

export function folderSizeFindings(files: readonly SourceFile[]): readonly Finding[] {
  const folders = Map.groupBy(
    files.filter(({ path }) => !isTest(path)),
    ({ path }) => posix.dirname(path),
  )
  const rule = `a folder has at most ${FILES_PER_FOLDER} files beside tests`
  return [...folders]
    .filter(([folder, inside]) => inside.length > FILES_PER_FOLDER && !FOLDER_OF_A_KIND.test(folder))
    .map(([folder, inside]) => ({ file: folder, line: 1, rule, value: `${inside.length}` }))
}

export function interfaceFindings({ path, interfaces }: Module): readonly Finding[] {
  const rule = `an interface has at most ${METHODS_PER_INTERFACE} methods`
  return interfaces
    .filter(({ methods }) => methods > METHODS_PER_INTERFACE)
    .map(({ name, line, methods }) => ({ file: path, line, rule, value: `${name} has ${methods}` }))
}

/** A limit that two files give the same name and the same length is one limit, and is changed in one of them only. */
export function limitFindings(files: readonly SourceFile[]): readonly Finding[] {
  const rule = 'a limit has one home: let this file import it, or give it a name of its own'
  const limits = files
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:export )?const ([A-Z_]+_MS = [\d_]+)$/gm)].map(({ 1: limit = '', index }) => ({
        file: path,
        line: lineAt(text, index),
        limit,
      })),
    )
  const known = Map.groupBy(limits, ({ limit }) => limit)
  return [...known.values()].flatMap(([, ...others]) =>
    others.map(({ file, line, limit }) => ({ file, line, rule, value: limit })),
  )
}
