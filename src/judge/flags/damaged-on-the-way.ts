/**
 * A known version with other content, in a read before the end. What was seen once stays seen: whoever edits on top of
 * a damaged row hands the damage on under a new version, and the last reads look whole.
 *
 * Repaired is what a restore brought back afterwards, if nobody had built on the damage by then.
 */

import type { Variant } from '../../history/index.ts'
import { causeOfDamage } from '../causes/damage.ts'
import { partyOf } from '../finals.ts'
import type { RecordCase } from '../record-case.ts'
import type { Flagged } from './flagged.ts'

export function damagedOnTheWay(its: RecordCase, variants: readonly Variant[]): readonly Flagged[] {
  return variants.flatMap((variant): readonly Flagged[] => {
    const { first, last } = variant
    const identity = its.identifyVariant(variant)
    // Bytes may follow their record: that they never came is seen at the end.
    if (identity.is !== 'corrupted' || !first || !last || variant.row.blobMissing) return []
    if (!identity.version.isAcked && identity.version.isOpen) return []
    if (isRepaired(its, variant, last.at)) return []
    const { version, fields } = identity
    return [
      {
        flag: 'corrupted',
        place: its.record,
        record: its.name,
        collection: its.collection,
        version,
        account: its.account,
        cause: causeOfDamage(its, version, first.at),
        because: `damaged: ${fields.join(', ') || 'the content'} on ${partyOf(first.party)}, once`,
        lines: [version.at, first.at],
        fresh: version.fresh,
      },
    ]
  })
}

/** Something was restored after it was last seen, and no edit since was made by a device that had been shown it. */
function isRepaired(its: RecordCase, { devices }: Variant, lastSeen: number): boolean {
  const { restores, replaced } = its.history
  const restored =
    restores.some(({ at, state }) => at > lastSeen && (state === 'end' || state === 'opened')) ||
    replaced.some(({ at }) => at > lastSeen)
  return restored && !its.versions.some((one) => one.change === 'put' && one.at > lastSeen && devices.has(one.device))
}
