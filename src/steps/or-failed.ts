/** For what may fail for reasons of the system under test: an outcome of the step, never an error. */

import { Failure, reasonOf } from '../kernel/index.ts'
import type { StepEnd } from './step.ts'

export async function orFailed(doing: () => Promise<StepEnd>): Promise<StepEnd> {
  try {
    return await doing()
  } catch (thrown) {
    // A mistake in the user's own code ends the run.
    if (thrown instanceof Failure && thrown.class === 'usage') throw thrown
    return { state: 'failed', because: reasonOf(thrown) }
  }
}
