/** A service that is somebody else's, while a run works on it: what is written there, how fast, and what then. */

import type { Asked, Planned } from '../../runtime/index.ts'
import { OwnRecords } from './own-records.ts'
import { WriteLimit } from './write-limit.ts'

export interface Target {
  readonly own: OwnRecords
  readonly limit: WriteLimit
  readonly asked: Asked
  readonly answerMs: number
  readonly planned: Planned
}

interface Planning {
  /** Of all records that the plan may write. */
  readonly names: ReadonlySet<string>
  readonly planned: Planned
  readonly answerMs: number
}

export function targetOf(asked: Asked, { names, planned, answerMs }: Planning): Target {
  return { own: new OwnRecords(names), limit: new WriteLimit(asked.writesPerSecond), asked, planned, answerMs }
}
