/** Users are told in time. Shown by something true that was announced, and by nothing else. */

import { inWords } from '../../kernel/index.ts'
import { judgeAnnouncements } from '../announcements/index.ts'
import { notShown, refuted, shown, type Rule } from './answer.ts'

export const usersAreTold: Rule<'users are told'> = ({ history, assessed }, { ms }) => {
  const { strike, latest } = history
  if (!strike) return notShown('there was no disaster')
  const since = judgeAnnouncements(history, assessed).filter(({ at }) => at > strike.at)
  const first = since.find(({ state }) => state === 'true')
  if (first) {
    const because = `they were told '${first.words}', which was so, after ${inWords(first.ms - strike.ms)}`
    return first.ms - strike.ms <= ms ? shown(because, [strike.at, first.at]) : refuted(because, [strike.at, first.at])
  }
  const ranMs = latest.ms - strike.ms
  const [wrong] = since.filter(({ state }) => state === 'wrong')
  if (wrong && ranMs > ms) return refuted(`all that they were told was wrong: '${wrong.words}'`, [strike.at, wrong.at])
  if (wrong) return notShown(`what they were told by the end of the run was wrong: '${wrong.words}'`)
  return notShown('nobody recorded what users were told')
}
