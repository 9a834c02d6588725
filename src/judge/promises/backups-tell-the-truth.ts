/**
 * Claim: a backup that claims to be good is good.
 * Refuted by: a copy that claimed so, and that a clean room found unusable, empty or incomplete.
 * Inconclusive: no copy claimed to be good. One that an injury took away is no lie. Cost: linear in the copies' rows.
 */

import type { Case, CopyState } from '../case.ts'
import type { RecordFate } from '../fates.ts'
import type { Finding } from '../judgement.ts'
import { isGone } from '../restores.ts'
import type { Claim, Examine } from './promise.ts'

type Untruth = 'empty' | 'incomplete' | 'inconsistent' | 'unusable' | 'outdated'

export function backupsTellTheTruth(): Claim<Untruth> {
  const findings: readonly Untruth[] = ['empty', 'incomplete', 'inconsistent', 'unusable', 'outdated']
  return { promise: 'backupsTellTheTruth', claim: 'A backup that claims to be good is good.', findings, terms: {} }
}

export const examine: Examine = (its, { fates }) => {
  const claimed = its.copies.filter((copy) => copy.claimed === 'ok' && !isGone(its, copy))
  const findings = claimed.flatMap((copy): Finding[] => {
    const found = copy.found === 'sound' ? completeness(its, copy, fates) : plainly(copy)
    if (!found) return []
    const because = `copy ${copy.copy} claimed to be good: ${found.because}`
    return [{ promise: 'backupsTellTheTruth', finding: found.finding, lines: [copy.at], because }]
  })
  return {
    findings,
    evaluated: claimed.length,
    ...(claimed.length === 0 && { unproven: 'no copy claimed to be good' }),
  }
}

interface Found {
  readonly finding: Untruth
  readonly because: string
}

function plainly({ found, because }: CopyState): Found {
  const finding =
    found === 'empty' || found === 'incomplete' || found === 'inconsistent' || found === 'outdated' ? found : 'unusable'
  return { finding, because: because ?? finding }
}

/** What was acknowledged before the copy began, and never deleted, must be in it. */
function completeness(its: Case, copy: CopyState, fates: readonly RecordFate[]): Found | undefined {
  const views = its.finals.filter(({ party }) => party.kind === 'copy' && party.copy === copy.copy)
  if (views.every(({ state }) => state !== 'complete'))
    return { finding: 'unusable', because: 'its clean room could not be read' }
  const inside = new Set(views.flatMap(({ rows }) => rows.map(({ record }) => record)))
  const owed = fates.filter(
    ({ acked, writes }) =>
      acked.some(({ change, acked: moment }) => change === 'put' && moment && moment.at < copy.begunAt) &&
      !writes.some(({ change }) => change === 'delete'),
  )
  const absent = owed.filter(({ record }) => !inside.has(record))
  if (owed.length > 0 && inside.size === 0) return { finding: 'empty', because: 'it holds nothing' }
  const [first] = absent
  if (!first) return undefined
  return {
    finding: 'incomplete',
    because: `${absent.length} of ${owed.length} records are not in it, ${first.record} first`,
  }
}
