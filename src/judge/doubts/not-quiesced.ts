/** Devices and server did not come to rest. */

import type { History } from '../../history/index.ts'
import type { Unlike } from '../../ledger/entries.ts'
import { refusedToTheEnd } from '../refused.ts'
import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const notQuiesced: DoubtRule = {
  kind: 'did not quiesce',
  voids: 'any verdict',
  meaning:
    'Devices still had unsent edits, or two full reads with a drain between them were not alike, when the limit ran ' +
    'out. What is still moving cannot be compared. The doubt names the record, the two parties and what each showed. ' +
    'Where a finding says why, because a service had ended by itself or refused edits to the end, it voids only a ' +
    'pass.',
  find: (history, { finals }) => {
    const { quiesced, end } = history
    if (!quiesced) return end?.state === 'complete' ? [{ because: 'nobody tried' }] : []
    if (quiesced.state === 'quiet') return []
    const because = [quiesced.because ?? 'in time', ...quiesced.unlike.map(inWordsOf)].join('; ')
    const isFound = endedUnasked(history, quiesced.at) || refusedToTheEnd(finals).length > 0
    const about = quiesced.unlike.map(({ record }) => record)
    return [{ lines: [quiesced.at], because, about, ...(isFound && { voids: 'a pass' as const }) }]
  },
  inWords: (doubt) => `did not quiesce${reason(doubt)}`,
}

/** A service did not run any more, though nobody had asked it to end. */
function endedUnasked({ services }: History, until: number): boolean {
  const before = services.filter(({ at }) => at < until)
  const last = new Map(before.map(({ service, state }) => [service, state]))
  return [...last.values()].some((state) => state === 'failed' || state === 'given up')
}

function inWordsOf({ collection: of, record, between: [one, other], shows: [here, there] }: Unlike): string {
  return `${of} ${record}: ${one} shows ${here ?? 'nothing'}, ${other} shows ${there ?? 'nothing'}`
}
