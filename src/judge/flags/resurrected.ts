/** A live row of a version that an acknowledged delete had seen. */

import { isSeenBy, sawOf } from '../../history/index.ts'
import { causeOfReturn } from '../causes/delete-ignored.ts'
import { partyOf, SUBSCRIBED } from '../finals.ts'
import type { RecordCase } from '../record-case.ts'
import type { Flagged } from './flagged.ts'

/** What a device still shows that had not heard of everything when the time was up has not come back. */
export function resurrections(its: RecordCase): readonly Flagged[] {
  const deletes = its.versions.filter(({ change, isAcked }) => change === 'delete' && isAcked)
  if (deletes.length === 0) return []
  return its.rows.flatMap(({ identity, view, at }): readonly Flagged[] => {
    const isOld = its.history.quiesced?.state === 'timed out' && view.party.kind === 'device'
    const saw = SUBSCRIBED.has(view.party.kind) && !isOld ? sawOf(identity) : undefined
    const deleted = saw && deletes.find((one) => isSeenBy(saw, one.saw))
    if (!deleted) return []
    const cause = causeOfReturn(its, deleted)
    const is = cause.kind === 'delete ignored' ? 'still' : 'back'
    return [
      {
        flag: 'resurrected',
        place: its.record,
        record: its.name,
        collection: its.collection,
        version: deleted,
        account: its.account,
        cause,
        because: `deleted and acknowledged, and ${is} on ${partyOf(view.party)}`,
        lines: [deleted.at, at],
        fresh: false,
      },
    ]
  })
}
