/**
 * Claim: a backup that claims to be good is good.
 * Refuted by: a copy that claimed so, and that a clean room found unusable, empty, incomplete or inconsistent; a
 * schedule whose newest copy was too old when it struck.
 * Inconclusive: no copy claimed to be good. One that an injury took away is no lie. Cost: linear in the copies' rows.
 */

import { inWords } from '../../kernel/index.ts'
import type { Plan } from '../../ledger/entries.ts'
import type { Case, CopyState } from '../case.ts'
import type { RecordFate } from '../fates/fates.ts'
import type { Finding } from '../judgement.ts'
import { isGone } from '../restores.ts'
import type { Claim, Examine } from './promise.ts'

type Scheduled = Plan['backups'][number]
type Untruth = 'empty' | 'incomplete' | 'inconsistent' | 'unusable' | 'outdated'

export function backupsTellTheTruth(): Claim<Untruth> {
  const findings: readonly Untruth[] = ['empty', 'incomplete', 'inconsistent', 'unusable', 'outdated']
  return { promise: 'backupsTellTheTruth', claim: 'A backup that claims to be good is good.', findings, terms: {} }
}

export const examine: Examine = (its, { fates }) => {
  const claimed = its.copies.filter((copy) => copy.claimed === 'ok' && !copy.deleted && !isGone(its, copy))
  const findings = claimed.flatMap((copy): Finding[] => {
    const found = untruthIn(its, copy, fates)
    if (!found) return []
    const because = `copy ${copy.copy} claimed to be good: ${found.because}`
    return [{ promise: 'backupsTellTheTruth', finding: found.finding, lines: [copy.at], because }]
  })
  const late = (its.plan?.backups ?? []).flatMap((backup) => outdated(its, backup))
  const evaluated = claimed.length + late.length
  return {
    findings: [...findings, ...late],
    evaluated,
    ...(evaluated === 0 && { unproven: 'no copy claimed to be good' }),
  }
}

export interface Untrue {
  readonly finding: Untruth
  readonly because: string
}

/** What is wrong with a copy that a clean room has tried; undefined when nothing is. */
export function untruthIn(its: Case, copy: CopyState, fates: readonly RecordFate[]): Untrue | undefined {
  return copy.found === 'sound' ? incompleteness(its, copy, fates) : plainly(copy)
}

function plainly({ found, because }: CopyState): Untrue {
  const finding =
    found === 'empty' || found === 'incomplete' || found === 'inconsistent' || found === 'outdated' ? found : 'unusable'
  return { finding, because: because ?? finding }
}

/** What was acknowledged before the copy began, and never deleted, must be in it, photos with their bytes. */
function incompleteness(its: Case, copy: CopyState, fates: readonly RecordFate[]): Untrue | undefined {
  const views = [...its.finals, ...its.gateViews].filter(
    ({ party }) => party.kind === 'copy' && party.copy === copy.copy,
  )
  if (views.every(({ state }) => state !== 'complete'))
    return { finding: 'unusable', because: 'its clean room could not be read' }
  const rows = views.flatMap((view) => view.rows)
  const inside = new Set(rows.map(({ record }) => record))
  const owed = fates.filter(
    ({ acked, writes }) =>
      acked.some(({ change, acked: moment }) => change === 'put' && moment && moment.at < copy.begunAt) &&
      !writes.some(({ change }) => change === 'delete'),
  )
  if (owed.length > 0 && inside.size === 0) return { finding: 'empty', because: 'it holds nothing' }
  const blank = rows.find(({ blobMissing }) => blobMissing)
  if (blank) return { finding: 'inconsistent', because: `the bytes of ${blank.record ?? blank.id} are not in it` }
  const absent = owed.filter(({ record }) => !inside.has(record))
  const [first] = absent
  if (!first) return undefined
  return {
    finding: 'incomplete',
    because: `${absent.length} of ${owed.length} records are not in it, ${first.record} first`,
  }
}

/** At the strike, the newest copy that claimed to be good was older than its schedule allows. */
function outdated(its: Case, { name, every }: Scheduled): readonly Finding[] {
  const { strike } = its
  if (every === undefined || !strike || strike.drillMs <= every) return []
  const newest = its.copies.findLast(({ backup, claimed, at }) => backup === name && claimed === 'ok' && at < strike.at)
  const ageMs = strike.drillMs - (newest?.drillMs ?? 0)
  if (ageMs <= every) return []
  const what = newest ? `its newest copy, ${newest.copy}, was ${inWords(ageMs)} old` : 'there was no copy'
  const because = `${name} promised a copy every ${inWords(every)}: when it struck, ${what}`
  return [{ promise: 'backupsTellTheTruth', finding: 'outdated', lines: [newest?.at ?? strike.at], because }]
}
