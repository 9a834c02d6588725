/** When something happened: its place in the ledger, on both clocks, and in which act. */

import type { WorkAct } from '../ledger/entries.ts'

export interface Stamp {
  /** Position in the ledger: the harness's order of events. */
  readonly at: number
  /** Real milliseconds since the run began. */
  readonly ms: number
  /** Drill time in milliseconds. */
  readonly drillMs: number
}

export interface Moment extends Stamp {
  readonly act: WorkAct | undefined
}

/** Without the rest of the entry. */
export const stampOf = ({ at, ms, drillMs }: Stamp): Stamp => ({ at, ms, drillMs })
