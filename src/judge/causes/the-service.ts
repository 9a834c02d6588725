/** Nothing that the drill did explains it: the service lost it by itself, perhaps after an injury that was over. */

import type { History } from '../../history/index.ts'
import type { Cause } from './cause.ts'
import { causeIn, lastInjuryBefore } from './injury.ts'

export function theServiceItself(history: History, from: number, until: number): Cause {
  const after = lastInjuryBefore(history, until)
  const at = until === Infinity ? from : until
  return { kind: 'the service itself', by: 'the service itself', at, ...(after && { after: causeIn(after) }) }
}
