/** For what may fail for reasons of the system under test: an outcome of the step, never an error. */

import { reasonOf } from '../kernel/index.ts'
import type { StepEnd } from './step.ts'

export async function orFailed(doing: () => Promise<StepEnd>): Promise<StepEnd> {
  try {
    return await doing()
  } catch (thrown) {
    return { state: 'failed', because: reasonOf(thrown) }
  }
}
