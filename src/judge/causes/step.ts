/** A step of the drill that may take data away by itself: a restore, a replacement, an upgrade, a command. */

import type { History, StepHistory } from '../../history/index.ts'
import type { Cause } from './cause.ts'

/** The last that went on in that time; one that takes nothing is never blamed. */
export function stepBetween({ steps }: History, from: number, until: number): StepHistory | undefined {
  return steps.findLast(({ takes, state, from: begun, until: end }) => {
    return takes && state !== 'skipped' && begun < until && end > from
  })
}

export function causeOfStep({ name, step, from }: StepHistory): Cause {
  return { kind: 'step', by: name, step, at: from }
}
