/** An injury of the drill, while something vanished. Damage takes; a fault is named where nothing else is. */

import type { History, InjuryHistory } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export function causeIn({ name, step, injectedAt, from, on }: InjuryHistory): Cause {
  return { kind: 'injury', by: name, step, at: injectedAt ?? from, on }
}

/** Damage of that time, else the first fault. */
export function injuryBetween({ injuries }: History, from: number, until: number): InjuryHistory | undefined {
  const inside = injuries.filter(
    ({ injectedAt }) => injectedAt !== undefined && injectedAt > from && injectedAt < until,
  )
  return inside.find(({ kind }) => kind === 'damage') ?? inside[0]
}

/** The last one before a position. */
export function lastInjuryBefore({ injuries }: History, until: number): InjuryHistory | undefined {
  return injuries.findLast(({ injectedAt }) => injectedAt !== undefined && injectedAt < until)
}
