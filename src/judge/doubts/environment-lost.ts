/** What the run stood on went away under it. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const environmentLost: DoubtRule = {
  kind: 'environment',
  voids: 'any verdict',
  meaning:
    'What the run stood on, such as the engine, went away under it. Nothing that was read near its end is judged, ' +
    'because nobody knows since when the services were gone.',
  find: ({ end }) =>
    end?.state === 'ground lost' ? [{ lines: [end.at], because: end.because ?? 'no reason was given' }] : [],
  inWords: (doubt) => `environment${reason(doubt)}`,
}
