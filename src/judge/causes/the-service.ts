/** The cause `the service itself`: what it means, and how it is found. */

import type { History } from '../../history/index.ts'
import type { Cause } from './cause.ts'
import { causeIn, lastInjuryBefore } from './injury.ts'

export const MEANING =
  'Nothing that the drill did explains it. The service lost it by itself; where an injury was over by then, it is ' +
  'named as what it came after.'

export function theServiceItself(history: History, from: number, until: number): Cause {
  const after = lastInjuryBefore(history, until)
  const at = until === Infinity ? from : until
  return { kind: 'the service itself', by: 'the service itself', at, ...(after && { after: causeIn(after) }) }
}
