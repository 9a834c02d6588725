/** A service that is somebody else's, while a run works on it: what is written there, how fast, and what then. */

import type { Asked } from '../../runtime/index.ts'
import { OwnRecords, type Counts } from './own-records.ts'
import { WriteLimit } from './write-limit.ts'

export interface Target {
  readonly own: OwnRecords
  readonly limit: WriteLimit
  readonly asked: Asked
  readonly answerMs: number
}

/** What came of it, for whoever owns the service. */
export interface Sent {
  readonly counts: Counts
  /** Changes that were not sent, because the record was not this run's. */
  readonly refused: number
  /** Collections that adapters have made, which stay: `MKCOL /ada/contacts/`. */
  readonly made: readonly string[]
  /** Deleted when the run was over. */
  readonly deleted: number
  readonly kept: boolean
  /** What is still there, or may be. */
  readonly left: readonly string[]
}

/** `planned`: names of all records that the plan may write. */
export function targetOf(asked: Asked, planned: ReadonlySet<string>, answerMs: number): Target {
  return { own: new OwnRecords(planned), limit: new WriteLimit(asked.writesPerSecond), asked, answerMs }
}
