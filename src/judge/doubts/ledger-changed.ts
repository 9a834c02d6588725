/** The ledger is not as it was written. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const ledgerChanged: DoubtRule = {
  kind: 'the ledger is not as it was written',
  voids: 'any verdict',
  meaning:
    'A line is missing, was changed, or was written half. What is found in such a ledger is still named; it never ' +
    'passes.',
  // Known once all entries have been read.
  find: () => [],
  inWords: (doubt) => {
    const [state, line] = doubt.about
    return `the ledger is ${state}${line === undefined ? '' : ` at line ${line}`}${reason(doubt)}`
  },
}
