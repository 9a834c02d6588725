/** The cause `failed step`: what it means, and how it is found. */

import type { History, StepHistory } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export const MEANING =
  'A step failed, and the drill did not say that it may. It ended after the edit was acknowledged: what it was to ' +
  'save or to bring back is gone. It is named before all other causes; of damage only where it had begun before the ' +
  'damage was seen.'

/** One whose moment never came failed by that alone: that is another doubt, and it took nothing. */
export function failedSteps({ steps, missedMoments }: History): readonly StepHistory[] {
  const missed = new Set(missedMoments.map(({ step }) => step))
  return steps.filter(({ state, mayFail, step }) => state === 'failed' && !mayFail && !missed.has(step))
}

/**
 * The last after a position, and begun before another. One that was to be interrupted, and ran to its end, took
 * nothing.
 */
export function failedAfter(history: History, from: number, before = Infinity): Cause | undefined {
  const ran = new Set(history.missedMoments.map(({ step }) => step))
  const failed = failedSteps(history).findLast(
    ({ step, from: begun, until }) => until > from && begun < before && !ran.has(step),
  )
  return failed && { kind: 'failed step', by: failed.name, step: failed.step, at: failed.until }
}
