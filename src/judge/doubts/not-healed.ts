/** A fault that was still there after it was healed. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const notHealed: DoubtRule = {
  kind: 'was not healed',
  voids: 'any verdict',
  meaning: 'A fault was still seen after it had been healed: everything later was read through it.',
  find: ({ injuries }) =>
    injuries.flatMap(({ name, step, failed, residue, from }) =>
      failed !== undefined || residue === undefined ? [] : [{ about: [name, step], lines: [from], because: residue }],
    ),
  inWords: (doubt) => `${doubt.about[0]} (${doubt.about[1]}) was not healed${reason(doubt)}`,
}
