/** People edit. The drill clock moves with the edits; whoever runs beside them is told how far they are. */

import type { CompiledStep } from '../../drill/index.ts'
import type { Stage } from '../stage.ts'
import type { StepEnd } from './index.ts'

export async function doWork(
  stage: Stage,
  step: CompiledStep,
  between?: (afterMs: number, fraction: number) => Promise<void>,
): Promise<StepEnd> {
  if (step.details.does !== 'work') return { state: 'failed', because: 'not work' }
  const { edits, overMs = edits * 1_000 } = step.details
  await stage.fleet.work(step.intents, {
    overMs,
    values: step.details.values,
    signal: stage.signal,
    between: async (afterMs, fraction) => {
      // A job that is due by then comes first: it was to run before this edit, and before whatever breaks now.
      await stage.copies.takeDue()
      await between?.(afterMs, fraction)
    },
  })
  return { state: 'end' }
}
