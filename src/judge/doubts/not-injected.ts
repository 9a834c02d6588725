/** An injury that could not be injected. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const notInjected: DoubtRule = {
  kind: 'was not injected',
  voids: 'any verdict',
  meaning: 'A fault or damage of the drill could not be injected: the disaster did not happen.',
  find: ({ injuries }) =>
    injuries.flatMap(({ name, step, failed, from }) =>
      failed === undefined ? [] : [{ about: [name, step], lines: [from], because: failed }],
    ),
  inWords: (doubt) => `${doubt.about[0]} (${doubt.about[1]}) was not injected${reason(doubt)}`,
}
