/** A listed promise that was asked about nothing. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const promiseUnproven: DoubtRule = {
  kind: 'a promise was left unproven',
  voids: 'a pass',
  meaning:
    'A promise that the drill lists was asked about nothing, or something that it needs was not read. ' +
    'Whatever a promise finds refutes it all the same.',
  // Known once the promises have been examined.
  find: () => [],
  inWords: (doubt) => `${doubt.about[0]}${reason(doubt)}`,
}
