/** A step that failed, and that the drill did not allow to: what it was to save or to bring back is gone. */

import type { History, StepHistory } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export function failedSteps({ steps }: History): readonly StepHistory[] {
  return steps.filter(({ state, mayFail }) => state === 'failed' && !mayFail)
}

/** The last after a position. */
export function failedAfter(history: History, from: number): Cause | undefined {
  const failed = failedSteps(history).findLast(({ until }) => until > from)
  return failed && { kind: 'failed step', by: failed.name, step: failed.step, at: failed.until }
}
