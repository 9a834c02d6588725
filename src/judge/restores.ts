/** What is promised of restores and copies: in time, in order, validated before served, and as good as claimed. */

import type { RecordClass } from '../records/index.ts'
import type { Finding } from './judgement.ts'
import type { Case, CopyState, Promised } from './case.ts'
import { coveringReads } from './causes.ts'
import type { RecordFate } from './fates.ts'
import { valueIn } from './findings.ts'

export interface Timed {
  readonly findings: readonly Finding[]
  readonly evaluated: number
  readonly unproven?: string
}

/** Real milliseconds from the strike until all that is owed of a class was back; undefined when it never was. */
export function backAfterMs(its: Case, fates: readonly RecordFate[], recordClass: RecordClass): number | undefined {
  const owed = fates.filter(
    (fate) =>
      fate.class === recordClass &&
      !fate.fresh &&
      fate.frontier.some(({ change, acked }) => change === 'put' && acked && acked.at < (its.strike?.at ?? 0)),
  )
  if (owed.some(({ losses }) => losses.length > 0)) return undefined
  const strikeMs = its.strike?.ms ?? 0
  return Math.max(0, ...owed.map(({ backMs, wasGone }) => (wasGone ? (backMs ?? strikeMs) - strikeMs : 0)))
}

export function timeFindings(its: Case, fates: readonly RecordFate[], terms: Promised['terms']): Timed {
  if (!its.strike) return { findings: [], evaluated: 0, unproven: 'nothing struck' }
  const limits = Object.entries(typeof terms === 'object' && terms !== null ? (terms as Record<string, number>) : {})
  const findings = limits.flatMap(([name, limitMs]): Finding[] => {
    const ms = backAfterMs(its, fates, name as RecordClass)
    const common = { promise: 'recoveryTime', class: name as RecordClass, lines: [its.strike?.at ?? 0] }
    if (ms === undefined) return [{ ...common, finding: 'never', because: `${name} never came back whole` }]
    return ms > limitMs
      ? [
          {
            ...common,
            finding: 'late',
            because: `${name} were back after ${Math.round(ms)} ms, ${limitMs} ms were promised`,
          },
        ]
      : []
  })
  return { findings, evaluated: limits.length }
}

/** When restoring a class began and ended, by what was validated and opened. */
export function restoreTimes(
  its: Case,
): ReadonlyMap<RecordClass, { readonly start: number; readonly end: number; readonly at: number }> {
  const times = new Map<RecordClass, { start: number; end: number; at: number }>()
  for (const mark of its.restores) {
    if (mark.class === undefined || mark.state !== 'opened') continue
    const known = times.get(mark.class)
    if (!known) times.set(mark.class, { start: mark.ms, end: mark.ms, at: mark.at })
  }
  return times
}

export function orderFindings(its: Case, _: readonly RecordFate[], terms: Promised['terms']): Timed {
  const order = (valueIn(terms, 'order') ?? []) as readonly RecordClass[]
  const times = restoreTimes(its)
  const findings: Finding[] = []
  for (const [place, earlier] of order.entries()) {
    for (const later of order.slice(place + 1)) {
      const [a, b] = [times.get(earlier), times.get(later)]
      if (!a || !b || a.at < b.at) continue
      findings.push({
        promise: 'restoredInOrder',
        finding: 'inversion',
        class: earlier,
        lines: [b.at, a.at],
        because: `${later} were served before ${earlier}`,
      })
    }
  }
  const unproven = times.size === 0 ? { unproven: 'nothing was restored' } : {}
  return { findings, evaluated: times.size, ...unproven }
}

/** Between the restore that closed it and the first thing that devices were shown of it, a class must be validated. */
export function validationFindings(its: Case): Timed {
  const findings: Finding[] = []
  let evaluated = 0
  for (const door of its.doors.filter(({ state }) => state === 'opened')) {
    for (const recordClass of door.classes) {
      const closed = its.doors.findLast(
        ({ state, classes, at }) => state === 'closed' && classes.includes(recordClass) && at < door.at,
      )
      const validated = its.doors.find(
        ({ state, classes, at }) =>
          state === 'validated' && classes.includes(recordClass) && at > (closed?.at ?? 0) && at < door.at,
      )
      const restoring = its.restores.some(
        ({ at, from, state }) => state !== 'refused' && at > (closed?.at ?? 0) && (from === 'copy' || from === 'edge'),
      )
      if (!restoring) continue
      evaluated += 1
      const pulled = its.pulls.find(({ at, classes }) => at > (closed?.at ?? 0) && classes.has(recordClass))
      if (validated && (!pulled || pulled.at > validated.at)) continue
      findings.push({
        promise: 'validatedBeforeServing',
        finding: 'served unvalidated',
        class: recordClass,
        lines: [door.at, ...(pulled ? [pulled.at] : [])],
        because: `${recordClass} were opened before they had been validated`,
      })
    }
  }
  return { findings, evaluated, ...(evaluated === 0 && { unproven: 'nothing was closed and restored' }) }
}

export function backupFindings(its: Case, fates: readonly RecordFate[]): Timed {
  const claimed = its.copies.filter((copy) => copy.claimed === 'ok' && !isGone(its, copy))
  const findings = claimed.flatMap((copy): Finding[] => {
    const found =
      copy.found === 'sound'
        ? completeness(its, copy, fates)
        : { finding: copy.found ?? 'unusable', because: copy.because }
    if (!found) return []
    return [
      {
        promise: 'backupsTellTheTruth',
        finding: found.finding,
        lines: [copy.at],
        because: `copy ${copy.copy} claimed to be good: ${found.because ?? found.finding}`,
      },
    ]
  })
  return {
    findings,
    evaluated: claimed.length,
    ...(claimed.length === 0 && { unproven: 'no copy claimed to be good' }),
  }
}

/** Taken away by an injury: no lie of the backup's. */
export function isGone(its: Case, { volume, at }: CopyState): boolean {
  return its.injuries.some(
    ({ took, injectedAt = -1 }) =>
      injectedAt > at && took.some((one) => one.kind === 'volume' && one.volume === volume),
  )
}

/** What was acknowledged before the copy began must be in it, in that version or a later one. */
function completeness(
  its: Case,
  copy: CopyState,
  fates: readonly RecordFate[],
): { readonly finding: string; readonly because: string } | undefined {
  const views = its.finals.filter(({ party }) => party.kind === 'copy' && party.copy === copy.copy)
  if (views.every(({ state }) => state !== 'complete'))
    return { finding: 'unusable', because: 'its clean room could not be read' }
  const inside = new Set(views.flatMap(({ rows }) => rows.map(({ record }) => record)))
  const owed = fates.filter(
    ({ acked, writes }) =>
      acked.some(({ change, acked: moment }) => change === 'put' && moment && moment.at < copy.at - 1) &&
      !writes.some(({ change }) => change === 'delete'),
  )
  const absent = owed.filter(
    ({ record, acked }) => !inside.has(record) && acked.every(({ acked: moment }) => moment && moment.at < copy.at - 1),
  )
  if (owed.length > 0 && inside.size === 0) return { finding: 'empty', because: 'it holds nothing' }
  const [first] = absent
  return (
    first && {
      finding: 'incomplete',
      because: `${absent.length} of ${owed.length} records are not in it, ${first.record} first`,
    }
  )
}

export { coveringReads }
