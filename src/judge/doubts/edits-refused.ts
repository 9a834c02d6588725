/** More refusals than conflicts explain. */

import type { DoubtRule } from './rule.ts'

/** A share of all edits that were sent. */
const TOLERATED = 0.05

export const editsRefused: DoubtRule = {
  kind: 'edits were refused',
  voids: 'a pass',
  meaning:
    'More than 5 % of all edits were refused for good without a conflict that explains it: nobody else had edited ' +
    'or deleted the same record without having seen the edit. What was never taken cannot be lost.',
  find: (_, { totals: { edits } }) =>
    edits.refusedWithoutConflict > edits.sent * TOLERATED
      ? [{ count: edits.refusedWithoutConflict, of: edits.sent }]
      : [],
  inWords: ({ count = 0, of = 0 }) => `the service refused ${count} of ${of} edits, and no conflict explains it`,
}
