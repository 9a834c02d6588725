/** In what order collections were opened after a restore, and which copies an injury took. */

import type { CopyHistory, History } from '../../history/index.ts'
import type { CollectionName } from '../../records/index.ts'

export interface RestoreTime {
  readonly start: number
  readonly end: number
  /** Where it was opened, in the ledger. */
  readonly at: number
}

/** When a collection was begun to be restored, and when it was opened; by the first restore that opened it. */
export function restoreTimes({ restores }: History): ReadonlyMap<CollectionName, RestoreTime> {
  const times = new Map<CollectionName, RestoreTime>()
  let start = 0
  for (const mark of restores) {
    if (mark.state === 'begin') start = mark.ms
    if (mark.state !== 'opened' || mark.collection === undefined) continue
    if (!times.has(mark.collection)) times.set(mark.collection, { start, end: mark.ms, at: mark.at })
    start = mark.ms
  }
  return times
}

/** Taken away by an injury, with the volume that it lay on. */
export function isGone({ injuries }: History, { volume, at }: CopyHistory): boolean {
  return injuries.some(
    ({ took, injectedAt = -1 }) =>
      injectedAt > at && took.some((one) => one.kind === 'volume' && one.volume === volume),
  )
}
