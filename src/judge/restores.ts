/** When what was lost came back, in what order classes were opened, and which copies an injury took. */

import type { RecordClass } from '../records/index.ts'
import { isSeenBy } from '../records/index.ts'
import type { Case, CopyState, Write } from './case.ts'
import type { RecordFate } from './fates/fates.ts'
import { pardonsOf } from './pardon.ts'

/** Real milliseconds from the strike until all that is owed of a class was back to stay. */
export function backAfterMs(
  its: Case,
  fates: readonly RecordFate[],
  recordClass: RecordClass,
): number | 'never' | 'unread' {
  const unread = fates.some(({ class: one, fresh, fate }) => one === recordClass && !fresh && fate === 'unverified')
  if (unread) return 'unread'
  const last = backTimes(its, fates, recordClass).at(-1) ?? Infinity
  return last === Infinity ? 'never' : last
}

/**
 * For each record of a class that was acknowledged before the strike and must be live: when it was back to stay, in
 * milliseconds after the strike, soonest first; Infinity for one that never was.
 */
export function backTimes(its: Case, fates: readonly RecordFate[], recordClass: RecordClass): readonly number[] {
  const { strike } = its
  if (!strike) return []
  const isPardoned = pardonsOf(its)
  const owed = fates.filter(
    ({ class: one, fresh, fate, frontier, losses }) =>
      one === recordClass &&
      !fresh &&
      // Whether it is there at all nobody promised, or it may rightly be gone.
      fate !== 'indeterminate' &&
      !(losses.length > 0 && losses.every((loss) => isPardoned(loss.owed))) &&
      owedBefore(frontier, strike.at),
  )
  return owed
    .map((fate) => (fate.losses.length > 0 || fate.fate === 'unverified' ? Infinity : backMs(its, fate, strike)))
    .toSorted((a, b) => a - b)
}

function owedBefore(frontier: readonly Write[], at: number): boolean {
  return frontier.some(({ change, acked }) => change === 'put' && acked !== undefined && acked.at < at)
}

/** The first look at the server after the last one that did not show it, a closed or unreadable one included. */
function backMs(
  its: Case,
  { account, class: recordClass, frontier }: RecordFate,
  strike: NonNullable<Case['strike']>,
): number {
  const tokens = frontier.flatMap((owed) =>
    (its.byRecord.get(owed.record) ?? []).filter(({ saw }) => isSeenBy(owed.saw, saw)).map(({ token }) => token),
  )
  const shownAt = new Set(tokens.flatMap((token) => its.shown.get(token) ?? []))
  const looks = (its.looks.get(account) ?? []).filter(({ at }) => at > strike.at)
  const lastWithout = looks.findLastIndex(
    ({ at, state, unread }) => state !== 'complete' || unread.has(recordClass) || !shownAt.has(at),
  )
  if (lastWithout < 0) return 0
  return (looks[lastWithout + 1]?.ms ?? Infinity) - strike.ms
}

export interface RestoreTime {
  readonly start: number
  readonly end: number
  /** Where it was opened, in the ledger. */
  readonly at: number
}

/** When a class was begun to be restored, and when it was opened; by the first restore that opened it. */
export function restoreTimes(its: Case): ReadonlyMap<RecordClass, RestoreTime> {
  const times = new Map<RecordClass, RestoreTime>()
  let start = 0
  for (const mark of its.restores) {
    if (mark.state === 'begin') start = mark.ms
    if (mark.state !== 'opened' || mark.class === undefined) continue
    if (!times.has(mark.class)) times.set(mark.class, { start, end: mark.ms, at: mark.at })
    start = mark.ms
  }
  return times
}

/** Taken away by an injury, with the volume that it lay on. */
export function isGone(its: Case, { volume, at }: CopyState): boolean {
  return its.injuries.some(
    ({ took, injectedAt = -1 }) =>
      injectedAt > at && took.some((one) => one.kind === 'volume' && one.volume === volume),
  )
}
