/** Steps that somebody else was to carry out, and what they replied. */

import type { History } from '../../history/index.ts'
import type { AskJudged } from '../judgement.ts'

/** A question that the end of the run took away has no reply, and is not told. */
export function asksOf({ asks }: History): readonly AskJudged[] {
  return asks.flatMap(({ step, what, who, asked, replied }) => {
    if (!replied) return []
    const { reply, words, by, through, time, ms } = replied
    const said = { reply, words, by, through, time, tookMs: ms - asked.ms }
    return [{ step, what, ...(who !== undefined && { who }), ...said }]
  })
}
