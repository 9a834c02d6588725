/** What somebody replied, in words. */

import type { AskJudged } from '../judgement.ts'

/** `declined by kim: not before Monday`; of nobody's reply, why there is none. */
export function replyInWords({ reply, words, by }: Pick<AskJudged, 'reply' | 'words' | 'by'>): string {
  if (reply === 'none') return `${by}: ${words}`
  return `${reply}${reply === 'done' ? ',' : ''} by ${by}${words === '' ? '' : `: ${words}`}`
}
