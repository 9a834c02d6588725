/** A step that failed, and was not allowed to. */

import { failedSteps } from '../causes/failed-step.ts'
import { failureInWords } from '../words/words.ts'
import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const stepFailed: DoubtRule = {
  kind: 'a step failed',
  voids: 'any verdict',
  meaning:
    'A step of the drill failed, such as a command that exited with another code than 0, and the drill did not say ' +
    'that it may (mayFail). What it was to save or bring back was not.',
  find: (history) =>
    failedSteps(history).map((step) => ({
      about: [step.step, step.label],
      lines: [step.from, step.until],
      because: failureInWords(step),
    })),
  inWords: (doubt) => `${doubt.about[1]} (${doubt.about[0]}) failed${reason(doubt)}`,
}
