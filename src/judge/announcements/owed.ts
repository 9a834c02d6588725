/** What had been acknowledged when something was announced, and when the server showed it. */

import type { Announcement, History, Version } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import type { RecordCase } from '../record-case.ts'
import { isCovering } from '../record-case.ts'

export interface Owed {
  readonly its: RecordCase
  /** The newest that was acknowledged by then. */
  readonly frontier: readonly Version[]
}

/** Records that were to be there at that moment; one that somebody may have deleted is none. */
export function owedAt({ finals }: Assessed, { records }: History, { at, claims }: Announcement): readonly Owed[] {
  const all: Owed[] = []
  for (let record = 1; record <= records.count; record += 1) {
    if (claims.of !== 'everything' && !claims.of.includes(records.collection(record) ?? '')) continue
    const its = finals.case(record)
    if (its.versions[0]?.fresh) continue
    const acked = its.versions.filter((one) => one.acked && one.acked.at < at)
    const frontier = acked.filter((one) => !acked.some((other) => other.place !== one.place && one.isSeenBy(other)))
    if (frontier.length === 0 || frontier.some(({ change }) => change === 'delete')) continue
    if (its.versions.some(({ change, isAcked, isOpen }) => change === 'delete' && (isAcked || isOpen))) continue
    all.push({ its, frontier })
  }
  return all
}

/** The first read of the server after `at`, and the first one that shows it: undefined where there is none. */
export function readsOf({ its, frontier }: Owed, at: number) {
  const shown = its.shownIn(frontier.flatMap((one) => its.buildingOn(one)))
  const looks = its.looks.flatMap((look, place) => {
    if (look.at < at || look.state === 'open' || look.state === 'unreadable') return []
    const isShown = isCovering(look, its.collection) && shown.some(({ from, to }) => from <= place && place <= to)
    return [{ at: look.at, ms: look.ms, isShown }]
  })
  return { next: looks[0], back: looks.find(({ isShown }) => isShown) }
}
