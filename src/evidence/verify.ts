/** Verifies a bundle from its bytes and a public key alone: no network, no file written, nothing taken at its word. */

import { Failure, reasonOf } from '../kernel/index.ts'
import { bundleIn, Refused, type Bundle } from './bundle.ts'
import { checkFiles, checkSet } from './check-files.ts'
import { checkReport, checkStatement, madeAnew } from './check-figures.ts'
import { checkSignatures } from './check-signatures.ts'
import type { Files } from './files.ts'
import type { Finding } from './finding.ts'
import type { PublicKey } from './keys/key.ts'
import { Statement } from './statement.ts'

export const CHECKS = ['archive', 'signature', 'set', 'files', 'figures', 'challenge'] as const

export type CheckName = (typeof CHECKS)[number]

export interface Check {
  readonly check: CheckName
  /** `left out`: nobody asked, or what was found before leaves nothing to ask of. */
  readonly state: 'holds' | 'does not hold' | 'left out'
  readonly findings: readonly Finding[]
}

export interface Verified {
  /** `unattributed`: all of it belongs together, and nobody said whose key it must be by. */
  readonly state: 'holds' | 'unattributed' | 'does not hold'
  readonly checks: readonly Check[]
  /** By which it is signed. */
  readonly key: PublicKey | undefined
  readonly statement: Statement | undefined
}

export interface Wanted {
  readonly key?: PublicKey | undefined
  /** What the run was asked for with. */
  readonly challenge?: string | undefined
}

export function verifyBundle(bytes: Buffer, wanted: Wanted): Verified {
  const found = new Map<CheckName, readonly Finding[]>()
  const opened = open(bytes)
  found.set('archive', opened instanceof Refused ? [{ change: 'archive', because: opened.message }] : [])
  const { key, statement } = opened instanceof Refused ? nothing : checkBundle(opened, wanted, found)
  const checks = CHECKS.map((check): Check => {
    const findings = found.get(check)
    const state = findings ? (findings.length === 0 ? 'holds' : 'does not hold') : 'left out'
    return { check, state, findings: findings ?? [] }
  })
  const isWhole = checks.every(
    ({ state, check }) => state === 'holds' || (state === 'left out' && check === 'challenge'),
  )
  const state = isWhole ? (wanted.key ? 'holds' : 'unattributed') : 'does not hold'
  return { state, checks, key, statement }
}

const nothing = { key: undefined, statement: undefined }

function open(bytes: Buffer): Bundle | Refused {
  try {
    return bundleIn(bytes)
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown
    throw thrown
  }
}

function checkBundle(
  { sealed, files }: Bundle,
  wanted: Wanted,
  found: Map<CheckName, readonly Finding[]>,
): Pick<Verified, 'key' | 'statement'> {
  const { key, findings } = checkSignatures(sealed, wanted.key)
  const statement = statementIn(sealed.statement)
  const unread = { change: 'envelope', because: 'the statement is none that a run is sealed with' } as const
  found.set('signature', statement ? findings : [...findings, unread])
  if (!statement) return { key, statement }
  const { predicate } = statement
  found.set('set', checkSet(statement, files))
  const changed = orUnread(() => checkFiles(statement, files))
  found.set('files', changed)
  // Other ledgers give other figures: there is nothing to compare any more.
  const isComparable = findings.length === 0 && changed.every(({ change }) => change === 'report')
  if (isComparable) found.set('figures', checkFigures(predicate, files))
  const { challenge } = predicate.evidence
  if (wanted.challenge !== undefined) {
    const because = `it was run ${challenge === undefined ? 'without a challenge' : 'with another challenge'}`
    found.set('challenge', challenge === wanted.challenge ? [] : [{ change: 'challenge', because }])
  }
  return { key, statement }
}

/** A ledger of another version of ours is told, and nothing is made of it. */
function orUnread(check: () => readonly Finding[]): readonly Finding[] {
  try {
    return check()
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return [{ change: 'head', because: reasonOf(thrown) }]
  }
}

function checkFigures(predicate: Statement['predicate'], files: Files): readonly Finding[] {
  const again = madeAnew(files)
  return 'change' in again ? [again] : [...checkReport(again, files), ...checkStatement(predicate, again, files)]
}

function statementIn(bytes: Buffer): Statement | undefined {
  try {
    return Statement.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return undefined
  }
}
