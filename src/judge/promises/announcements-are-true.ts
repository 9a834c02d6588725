/** The promise `announcementsAreTrue`. Cost: linear in the records, for each announcement. */

import { inWords } from '../../kernel/index.ts'
import { judgeAnnouncements } from '../announcements/index.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'What users are told is so. Refuted by an announcement that claims what the ledger does not bear out: that all is ' +
  'there when it is not, that nothing is lost when something is, that all is gone when some of it is not, or that ' +
  'something will be back by a time when it is not. Inconclusive where nothing was announced, or where what was ' +
  'claimed could not be read.'

export const FINDINGS = {
  untrue:
    'Users were told what was not so. `complete`: the first read of the server after the words does not show a ' +
    'record that had been acknowledged before them. `back`: no read within the time shows it. `kept`: it is lost at ' +
    'the end. `lost`: it is there at the end, or a source still holds it. What somebody may have deleted is left out.',
} as const

/**
 * What `announce` tells users is so. A report says for how long they were told something else.
 * @example
 * promises: [announcementsAreTrue()]
 */
export function announcementsAreTrue(): Claim<keyof typeof FINDINGS> {
  const claim = 'What users are told is so.'
  return { promise: 'announcementsAreTrue', claim, findings: ['untrue'], terms: {} }
}

export const examine: Examine = (history, assessed) => {
  const judged = judgeAnnouncements(history, assessed)
  const findings = judged
    .filter(({ state }) => state === 'wrong')
    .map(({ words, because, lines, wrongForMs = 0, until = 'the run ended' }) => ({
      promise: 'announcementsAreTrue',
      finding: 'untrue',
      because: `'${words}': ${because}; users were told so for ${inWords(wrongForMs)}, until ${until}`,
      lines,
    }))
  const [open] = judged.filter(({ state }) => state === 'open')
  const unproven = judged.length === 0 ? 'nothing was announced' : open && `'${open.words}': ${open.because}`
  return { findings, evaluated: judged.length, ...(unproven !== undefined && { unproven }) }
}
