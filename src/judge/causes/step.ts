/** The cause `step`: what it means, and how it is found. */

import type { History, StepHistory } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export const MEANING =
  'A step of the drill took it: a restore, a replacement, an upgrade, a command. It went on while the record ' +
  'vanished, it may take data away by itself, and no injury explains it. A step that can take nothing is never ' +
  'named.'

/** The last that went on in that time; one that takes nothing is never blamed. */
export function stepBetween({ steps }: History, from: number, until: number): StepHistory | undefined {
  return steps.findLast(({ takes, state, from: begun, until: end }) => {
    return takes && state !== 'skipped' && begun < until && end > from
  })
}

export function causeOfStep({ asks }: History, { name, step, from }: StepHistory): Cause {
  const ask = asks.findLast((one) => one.step === step)
  return { kind: 'step', by: name, step, at: from, ...(ask && { asked: ask.what }) }
}
