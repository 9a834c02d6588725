/** Steps that failed, with what they ran and printed: the first thing that is said of a run. */

import type { History } from '../../history/index.ts'
import type { StepJudged } from '../judgement.ts'
import { exitInWords } from '../words/words.ts'

export function failedStepsOf({ steps }: History): readonly StepJudged[] {
  return steps
    .filter(({ state }) => state === 'failed')
    .map(({ step, label, mayFail, command, exit, because, tail = [] }) => ({
      step,
      label,
      mayFail,
      because: exit ? exitInWords(exit) : (because ?? 'it failed'),
      tail,
      ...(command && { command }),
    }))
}
