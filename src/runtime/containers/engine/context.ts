/** The context of an image, put together in a folder of its own: everything that goes in, and so into its name. */

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Build } from '../../../site/index.ts'

export interface Context extends Disposable {
  readonly folder: string
  readonly files: readonly string[]
  readonly args: Readonly<Record<string, string>>
}

/** In a new folder inside of `room`. */
export function gather({ context, args = {}, with: others = {} }: Build, room: string): Context {
  mkdirSync(room, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(room, 'context-'))
  for (const [place, from] of sourcesOf(context, others)) cpSync(from, join(folder, place), { recursive: true })
  return { folder, args, files: readdirSync(folder), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

/** Twelve hexadecimal digits of all paths, modes and contents, and of the arguments. */
export function digestOf({ context, args = {}, with: others = {} }: Build): string {
  const hash = createHash('sha256').update(JSON.stringify(args, Object.keys(args).toSorted()))
  for (const [place, from] of sourcesOf(context, others)) {
    for (const { path, full } of filesIn(from)) {
      hash.update(`${place}/${path} ${statSync(full).mode & 0o111} ${contentOf(full)}\n`)
    }
  }
  return hash.digest('hex').slice(0, 12)
}

/** Digests of files as they were read: a Node of a hundred megabytes is in every image of ours. */
const read = new Map<string, { readonly as: string; readonly digest: string }>()

function contentOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path)
  const as = `${size}/${mtimeMs}/${ino}`
  const known = read.get(path)
  if (known?.as === as) return known.digest
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
  read.set(path, { as, digest })
  return digest
}

function sourcesOf(context: URL, others: { readonly [place: string]: URL }): readonly (readonly [string, string])[] {
  const named = Object.entries(others).map(([place, from]) => [place, realpathSync(fileURLToPath(from))] as const)
  return [['', fileURLToPath(context)] as const, ...named]
}

function filesIn(path: string): readonly { readonly path: string; readonly full: string }[] {
  if (!statSync(path).isDirectory()) return [{ path: '', full: path }]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((full) => ({ path: full.slice(path.length), full }))
}
