/** How a step ended. */

import type { Exit } from '../ledger/index.ts'

/** What a step may end as. An outcome, never an error: the drill goes on, and the judge sees it. */
export interface StepEnd {
  readonly state: 'end' | 'skipped' | 'refused' | 'failed'
  readonly because?: string
  /** Of a command that failed: what was run, how it ended, and the last lines that it printed. */
  readonly command?: readonly string[]
  readonly exit?: Exit
  readonly tail?: readonly string[]
  readonly mayFail?: true
}
