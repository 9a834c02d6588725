/** What a forger has: a real bundle, its parts, a key of their own, and the code that writes ledgers. */

import { Chain } from '../../ledger/chain.ts'
import { signed, statementOf, toBundle, type Bundle } from '../bundle.ts'
import { runAgain } from '../again.ts'
import { ledgerIn, type Files } from '../files.ts'
import { PrivateKey } from '../keys/key.ts'
import { predicateOf } from '../predicate.ts'
import { Statement, type Predicate } from '../statement.ts'
import { FOLDERS } from './small-run.ts'

export const LAB = new PrivateKey(Buffer.alloc(32, 1))
export const THIEF = new PrivateKey(Buffer.alloc(32, 2))

export const [PASSING, LOSING] = FOLDERS.map(ledgerIn) as [string, string]

/** A line of a ledger, as far as forgers look at it. */
export type Line = Record<string, unknown> & { is: string; at: number }

export type Change = (lines: Line[]) => Line[] | void

const SEAL = '{"seal":'

/** With one file changed. */
export function withFile(files: Files, name: string, change: (text: string) => string): Files {
  const before = files.get(name)
  if (!before) throw new Error(`${name} is not there`)
  const after = change(before.toString('utf8'))
  if (after === before.toString('utf8')) throw new Error(`${name}: nothing was changed`)
  return new Map([...files, [name, Buffer.from(after)]])
}

/** Lines that are no seals are changed; seals stay as they are. */
export function withLines(files: Files, name: string, change: (lines: string[]) => string[] | void): Files {
  return withFile(files, name, (text) => {
    const lines = text.split('\n').slice(0, -1)
    return `${(change(lines) ?? lines).join('\n')}\n`
  })
}

/** The first line of this kind, changed in its place, and nothing else. */
export function withLine(files: Files, name: string, is: string, change: (line: string) => string): Files {
  return withLines(files, name, (lines) => {
    const place = lines.findIndex((line) => line.includes(`"is":"${is}"`))
    lines[place] = change(lines[place] ?? '')
  })
}

/** Entries are changed, numbered and counted anew, and sealed as a writer would have sealed them. */
export function resealed(files: Files, name: string, change: Change): Files {
  return withFile(files, name, (text) => {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(SEAL))
    const before = lines.map((line) => JSON.parse(line) as Line)
    const after = (change(before) ?? before).map((line, at) => Object.assign(line, { at }))
    const counts: Record<string, number> = {}
    for (const { is } of after.filter((line) => line.is !== 'end')) counts[is] = (counts[is] ?? 0) + 1
    const end = after.find(({ is }) => is === 'end')
    if (end) end['counts'] = counts
    const chain = new Chain()
    for (const line of after) chain.push(`${JSON.stringify(line)}\n`)
    chain.seal()
    return chain.take()
  })
}

/** Everything that can be made anew is, and somebody signs it, whoever that is. */
export function signedBy(key: PrivateKey, files: Files, change: (predicate: Predicate) => void = () => undefined) {
  const predicate = predicateOf(runAgain(files), files)
  change(predicate)
  return toBundle({ sealed: signed(statementOf(predicate, files), key, 'a run'), files })
}

/** The report follows the ledgers again. */
export function reportedAgain(files: Files): Files {
  const { texts, arms } = runAgain(files)
  const results = arms.map(({ folder, result, judgement }) => {
    return [`${folder}/arm.json`, Buffer.from(JSON.stringify({ ...result, judgement }))] as const
  })
  return new Map([...files, ...[...texts].map(([name, text]) => [name, Buffer.from(text)] as const), ...results])
}

/** The statement is changed, and its signatures stay. */
export function restated({ sealed, files }: Bundle, change: (statement: Statement) => void): Buffer {
  const statement = Statement.parse(JSON.parse(sealed.statement.toString('utf8')))
  change(statement)
  const text = Buffer.from(`${JSON.stringify(statement, null, 2)}\n`)
  return toBundle({ sealed: { ...sealed, statement: text }, files })
}
