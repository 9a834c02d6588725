/** Whoever wrote the ledger died. */

import type { DoubtRule } from './rule.ts'

export const ledgerHasNoEnd: DoubtRule = {
  kind: 'the ledger has no end',
  voids: 'any verdict',
  meaning: 'The terminal entry of the ledger is missing: whoever wrote it died, and nobody knows what came after.',
  find: ({ end }) => (end ? [] : [{}]),
  inWords: () => 'the ledger has no end',
}
