/** Who decides in a rehearsal: the person at the terminal, or what somebody wrote down before. */

import { Failure } from '../../kernel/index.ts'
import { answerTo } from '../../runtime/index.ts'
import type { Stage } from '../../stage/index.ts'
import type { Rehearse } from '../order.ts'
import type { Decide, Decision } from './offer.ts'

export function deciderOf(rehearse: Rehearse, { signal }: Pick<Stage, 'signal'>): Decide {
  if ('url' in rehearse) {
    const url = new URL(rehearse.url)
    return async (offer) => JSON.parse(await answerTo(offer, { url }, signal)) as Decision
  }
  const { by, decisions } = rehearse
  const left = new Map(Object.entries(decisions).map(([before, choices]) => [before, [...choices]]))
  return ({ before, choices }) => {
    const choice = left.get(before)?.shift() ?? 'go on'
    if (choices.includes(choice)) return Promise.resolve({ choice, by })
    const expected = `expected one of ${choices.join(', ')}`
    return Promise.reject(new Failure('usage', `--decisions: ${before}: ${expected}, got '${choice}'`))
  }
}
