/** What was acknowledged was missing before anything struck. */

import type { DoubtRule } from './rule.ts'

export const alreadyUnwell: DoubtRule = {
  kind: 'the service was already unwell',
  voids: 'any verdict',
  meaning:
    'What was acknowledged in `before` was read back at its end, before anything was injected, and some of it was ' +
    'not there, or nothing could be read. Look at the adapter first: one that ignores pages or reads an error as an ' +
    'empty list looks like this.',
  find: ({ readBacks }, { unwell }) => {
    const unread = readBacks.find(({ state }) => state !== 'complete')
    if (unread) return [{ lines: [unread.at], ...(unread.because !== undefined && { because: unread.because }) }]
    return unwell.count === 0 ? [] : [{ count: unwell.count, about: [unwell.first ?? ''] }]
  },
  inWords: ({ count, about: [first], because }) => {
    const what = 'the service was already unwell'
    if (count === undefined)
      return `${what}: it could not be read back before the disaster${because === undefined ? '' : `: ${because}`}`
    const records = count === 1 ? '1 record was' : `${count} records were`
    return `${what}: ${records} missing before anything struck, ${first} first; check the adapter first`
  },
}
