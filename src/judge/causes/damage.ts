/** What damaged an edit: whatever happened between its last whole showing and the first read of the damage. */

import type { Version } from '../../history/index.ts'
import type { RecordCase } from '../record-case.ts'
import { causeWithin } from './absence.ts'
import type { Cause } from './cause.ts'
import { causeIn, faultWhileSent } from './injury.ts'

/** `readAt` is the position of the read that shows it. */
export function causeOfDamage(its: RecordCase, version: Version, readAt: number): Cause {
  const until = Math.min(readAt, firstSeen(its, version))
  const whole = its.lastWholeAt(version, until)
  // What nobody was shown whole may have been damaged on its way.
  const fault = whole === undefined ? faultWhileSent(its.history, version) : undefined
  if (fault) return causeIn(fault)
  const from = whole ?? version.acked?.at ?? version.at
  return causeWithin(its, { owed: version, from, until, neverShown: false, isDamage: true })
}

function firstSeen(its: RecordCase, { place }: Version): number {
  let first = Infinity
  for (const variant of its.history.variants.of(its.record)) {
    const identity = its.identifyVariant(variant)
    if (identity.is !== 'corrupted' || identity.version.place !== place) continue
    first = Math.min(first, variant.first?.at ?? Infinity)
  }
  return first
}
