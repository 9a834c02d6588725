/** What took something, as a value: its kind, its name, and what took the other holders before it. */

import type { Version } from '../../history/index.ts'

/** One file each: how it is found stands there. */
export type CauseKind =
  | 'injury'
  | 'step'
  | 'failed step'
  | 'service ended'
  | 'conflict'
  | 'delete ignored'
  | 'before anything struck'
  | 'the service itself'

export interface Cause {
  readonly kind: CauseKind
  /** As `breaks(..., { by })` names it: the function of the injury or step; else the service, or the kind. */
  readonly by: string
  /** Step id of the plan, where there is one: `disaster.2`. */
  readonly step?: string
  /** The ledger line. */
  readonly at: number
  /** Of a step that somebody else carried out: what they were asked for. */
  readonly asked?: string
  /** What it was done to: `san`. */
  readonly on?: readonly string[]
  /** Of several holders, the one that this took: `the server's copy`. */
  readonly holder?: string
  /** What took the other holders, oldest first. */
  readonly others?: readonly Cause[]
  /** Where the service itself did it: the injury that it came after. */
  readonly after?: Cause
}

/** Between two positions of the ledger something vanished: after the first and before the second. */
export interface Window {
  readonly owed: Version
  /** The last position at which it was there, or was acknowledged. */
  readonly from: number
  /** The first position at which it was not; Infinity where nobody saw that. */
  readonly until: number
  /** Nobody was ever shown it. */
  readonly neverShown: boolean
  /** It is there, otherwise than it was written: what failed later did not do that. */
  readonly isDamage?: true
}
