/** One version in two rows of a read, or a version beside one that builds on it; sides of a conflict are two things. */

import { isSeenBy, sawOf } from '../../history/index.ts'
import { causeOfSurplus } from '../causes/surplus.ts'
import { partyOf, SUBSCRIBED } from '../finals.ts'
import type { FinalRow, RecordCase } from '../record-case.ts'
import type { Flagged } from './flagged.ts'

export function duplicates(its: RecordCase): readonly Flagged[] {
  const shown = its.rows.filter(({ view }) => SUBSCRIBED.has(view.party.kind))
  return [...Map.groupBy(shown, ({ view }) => view).values()].flatMap((rows): readonly Flagged[] => {
    if (rows.length < 2) return []
    const surplus = rows.find((one, place) => rows.some((other, later) => later > place && isTwice(one, other)))
    if (!surplus || surplus.identity.is === 'stranger') return []
    const { version } = surplus.identity
    return [
      {
        flag: 'duplicated',
        place: its.record,
        record: its.name,
        collection: its.collection,
        version,
        account: its.account,
        cause: causeOfSurplus(its, version),
        because: `${rows.length} rows of it on ${partyOf(surplus.view.party)}`,
        lines: rows.map(({ at }) => at),
        fresh: version.fresh,
      },
    ]
  })
}

function isTwice(one: FinalRow, other: FinalRow): boolean {
  const [a, b] = [sawOf(one.identity), sawOf(other.identity)]
  return a !== undefined && b !== undefined && (isSeenBy(a, b) || isSeenBy(b, a))
}
