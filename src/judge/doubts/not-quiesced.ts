/** Devices and server did not come to rest. */

import type { Unlike } from '../../ledger/entries.ts'
import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const notQuiesced: DoubtRule = {
  kind: 'did not quiesce',
  voids: 'any verdict',
  meaning:
    'Devices still had unsent edits, or two full reads with a drain between them were not alike, when the limit ran ' +
    'out. What is still moving cannot be compared. The doubt names the record, the two parties and what each showed.',
  find: ({ quiesced, end }) => {
    if (!quiesced) return end?.state === 'complete' ? [{ because: 'nobody tried' }] : []
    if (quiesced.state === 'quiet') return []
    const because = [quiesced.because ?? 'in time', ...quiesced.unlike.map(inWordsOf)].join('; ')
    return [{ lines: [quiesced.at], because, about: quiesced.unlike.map(({ record }) => record) }]
  },
  inWords: (doubt) => `did not quiesce${reason(doubt)}`,
}

function inWordsOf({ class: of, record, between: [one, other], shows: [here, there] }: Unlike): string {
  return `${of} ${record}: ${one} shows ${here ?? 'nothing'}, ${other} shows ${there ?? 'nothing'}`
}
