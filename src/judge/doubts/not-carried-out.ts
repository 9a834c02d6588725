/** Somebody was asked to carry a step out, and did not. */

import { replyInWords } from '../words/asks.ts'
import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const notCarriedOut: DoubtRule = {
  kind: 'not carried out',
  voids: 'any verdict',
  meaning:
    'A step was to be carried out by somebody else, who declined, or did not reply in time. What they were asked for ' +
    'did not happen, or nobody knows whether it did: the run is not the one that the drill describes.',
  find: ({ asks }) =>
    asks.flatMap(({ step, what, asked, replied }) =>
      replied === undefined || replied.reply === 'done'
        ? []
        : [{ about: [step, what], lines: [asked.at, replied.at], because: replyInWords(replied) }],
    ),
  inWords: (doubt) => `what was asked for was not carried out ('${doubt.about[1]}', ${doubt.about[0]})${reason(doubt)}`,
}
