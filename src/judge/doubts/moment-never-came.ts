/** A step was to be interrupted at a moment that never came. */

import type { DoubtRule } from './rule.ts'

export const momentNeverCame: DoubtRule = {
  kind: 'the moment never came',
  voids: 'any verdict',
  meaning:
    'A step was to be interrupted when a service announced a milestone, and the service never ' +
    'announced it. The disaster that the drill describes did not happen.',
  find: ({ missedMoments }) =>
    missedMoments.map(({ service, milestone, step, at }) => ({ about: [service, milestone, step], lines: [at] })),
  inWords: ({ about: [service, milestone, step] }) =>
    `the moment never came: ${service} never said '${milestone}' during ${step}`,
}
