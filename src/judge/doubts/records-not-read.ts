/** Acknowledged records that no final read covers. */

import type { DoubtRule } from './rule.ts'

export const recordsNotRead: DoubtRule = {
  kind: 'records were not read at the end',
  voids: 'a pass',
  meaning:
    'Acknowledged records whose account or collection no complete final read of the server covers. They are ' +
    '`unverified`: neither there nor lost.',
  find: (_, { totals: { unverified, firstUnverified }, finals }) => {
    if (unverified === 0 || finals.server.size === 0) return []
    const unread = [...finals.server.values()].find(({ state, because }) => state !== 'complete' && because)
    return [
      {
        count: unverified,
        about: [firstUnverified ?? ''],
        lines: unread ? [unread.at] : [],
        ...(unread?.because !== undefined && { because: unread.because }),
      },
    ]
  },
  inWords: ({ count = 0, about: [first], because }) =>
    `${count} acknowledged ${count === 1 ? 'record was' : 'records were'} not read at the end, ${first} first` +
    (because === undefined ? '' : `: ${because}`),
}
