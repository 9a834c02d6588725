/** The run ended before its audit. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const brokenOff: DoubtRule = {
  kind: 'the run was broken off',
  voids: 'any verdict',
  meaning: 'The run ended before its audit: by a signal, a limit or an error. What the audit would have shown is open.',
  find: ({ end }) =>
    end?.state === 'aborted' ? [{ lines: [end.at], because: end.because ?? 'no reason was given' }] : [],
  inWords: (doubt) => `the run was broken off${reason(doubt)}`,
}
