/** The cause `before anything struck`: what it means, and how it is found. */

import type { History } from '../../history/index.ts'
import type { Cause } from './cause.ts'
import { failedSteps } from './failed-step.ts'
import { lastInjuryBefore } from './injury.ts'
import { stepBetween } from './step.ts'

export const MEANING =
  'Nothing had happened yet. It was gone before any injury, any step that takes data away and any restore: the ' +
  'service never worked, or the adapter misreads what it answers. Where the read-back at the end of `before` missed ' +
  'records, what nobody was ever shown later is put down to the same.'

/** `until` is where it was first seen to be gone. */
export function beforeTheStrike(history: History, until: number): Cause | undefined {
  const restored = [...history.restores, ...history.replaced].some(({ at }) => at < until)
  if (restored) return undefined
  if (until === Infinity || lastInjuryBefore(history, until) || stepBetween(history, 0, until)) return undefined
  if (failedSteps(history).some(({ until: at }) => at < until)) return undefined
  return { kind: 'before anything struck', by: 'before anything struck', at: until }
}
