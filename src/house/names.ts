/** What a file and an exported name must not be called, and how a file and its remarks must read. */
import type { Module } from './module.ts'
import { isTest } from './repository.ts'
import type { Finding, SourceFile } from './repository.ts'

/** Each of these says that the name was not found yet. */
const BANNED = /^(utils?|helpers?|commons?|misc|base|managers?|handlers?|impls?|infos?|data|cfgs?|ctxs?|mgrs?|evts?)$/
const HUNGARIAN = /^I[A-Z][a-z]/
const NUMBERED = /[a-z]V\d+$/

/** The words of a name in kebab case, camel case or capitals: `ackedData.ts` has `acked`, `data` and `ts`. */
export function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase())
}

/** Words of somebody else's protocol that we speak. */
const SPOKEN = /^(limit-data\.(test\.)?ts|limitData|LimitData)$/

function isBanned(name: string): boolean {
  if (SPOKEN.test(name)) return false
  return wordsOf(name).some((word) => BANNED.test(word)) || HUNGARIAN.test(name) || NUMBERED.test(name)
}

export function nameFindings({ path, exports }: Module): readonly Finding[] {
  const rule = 'a name says what the thing is'
  const exported = exports
    .filter(({ name }) => isBanned(name))
    .map(({ name, line }) => ({ file: path, line, rule, value: name }))
  const parts = path.split('/').filter((part) => isBanned(part) || /[A-Z_]/.test(part))
  return [...exported, ...parts.map((value) => ({ file: path, line: 1, rule: `${rule}, in kebab case`, value }))]
}

/** Readers of a file list read first what each file is; a test says so by its own title. */
export function openingFindings({ path, text }: SourceFile): readonly Finding[] {
  const first = text.replace(/^#!.*\n/, '').split('\n', 1)[0] ?? ''
  if (isTest(path) || path.endsWith('.drill.ts') || first.startsWith('/**')) return []
  return [{ file: path, line: 1, rule: "a file opens with '/** ' and what it is", value: first }]
}

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b|not implemented/
const SILENCED = /@ts-(ignore|nocheck)/
const UNEXPLAINED = /(oxlint|eslint)-disable(?!.* -- \S)/
const FOCUSED = /^(it|test|describe|suite)\b.*\.(only|skip|todo|fails)$/

/** Work left over, compilers silenced, tests that do not run: none of it is committed. */
export function leftoverFindings({ path, comments, uses }: Module): readonly Finding[] {
  const remarks = [
    { rule: 'finished work only', what: UNFINISHED },
    { rule: 'the compiler is not silenced', what: SILENCED },
    { rule: "a disabled rule has its reason after ' -- '", what: UNEXPLAINED },
  ].flatMap(({ rule, what }) => comments.filter(({ name }) => what.test(name)).map((found) => ({ ...found, rule })))
  const tests = uses.filter(({ name }) => FOCUSED.test(name)).map((found) => ({ ...found, rule: 'each test runs' }))
  const anys = uses.filter(({ name }) => name === 'any').map((found) => ({ ...found, rule: 'no any' }))
  return [...remarks, ...tests, ...anys].map(({ name, line, rule }) => ({ file: path, line, rule, value: name.trim() }))
}
