/** Whoever rehearsed the plan did not follow it. */

import type { DoubtRule } from './rule.ts'

export const decidedOtherwise: DoubtRule = {
  kind: 'decided otherwise',
  voids: 'any verdict',
  meaning:
    'Whoever rehearsed the plan decided at a step to roll back, to restore or to stop. What happened is recorded and ' +
    'judged, and it is not what the plan says: the plan has not been shown to work.',
  find: ({ decisions }) =>
    decisions
      .filter(({ decision }) => decision !== 'go on')
      .map(({ before, decision, by, label, at }) => ({ about: [before, label ?? decision, by], lines: [at] })),
  inWords: ({ about: [before, what, by] }) => `${by} decided otherwise than the plan, before ${before}: ${what}`,
}
