/** The cause `injury`: what it means, and how it is found. */

import type { History, InjuryHistory, Version } from '../../history/index.ts'
import type { Cause } from './cause.ts'

export const MEANING =
  'An injury of the drill took it. One was injected between the last moment at which it was there, or was ' +
  'acknowledged, and the first read that did not show it; of several, damage before a fault. It is named by its ' +
  'function: `powerCycle`.'

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

/** The fault that was on when an attempt of this edit was sent; of several, when the last was. */
export function faultWhileSent({ injuries }: History, { sent }: Version): InjuryHistory | undefined {
  for (const at of sent.toReversed()) {
    const fault = injuries.findLast(
      ({ injectedAt, until }) => injectedAt !== undefined && injectedAt < at && until > at,
    )
    if (fault) return fault
  }
  return undefined
}
