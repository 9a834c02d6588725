/** The port of what a gate asks: yes or no, from the ledger and from what is read now. */

import type { Answer } from '../judge/index.ts'
import type { Capability } from '../runtime/index.ts'
import type { Stage } from '../stage/index.ts'
import type { Call } from './call.ts'
import type { Names } from './names.ts'
import type { CompiledStep, Step, Walk } from './step.ts'

/** What a `gate` asks, yes or no: `canaryKeeps(...)` or `verifies(...)`. */
export interface Question {
  readonly is: 'question'
  /** The name of its function in a drill file: `verifies`. */
  readonly name: string
  /** What a runtime must be able to do for it to be answered. */
  readonly needs?: readonly Capability[]
  /** What is done before it is answered. */
  readonly ongoing?: Step
  describe(names: Names): Call
  /** Throws a usage `Failure`. */
  check?(): void
  answer(stage: Stage, own: CompiledStep, walk: Walk): Promise<Answer>
}
