/** No final read of the server at all. */

import type { DoubtRule } from './rule.ts'

export const serverNotRead: DoubtRule = {
  kind: 'the server was never read at the end',
  voids: 'a pass',
  meaning: 'The ledger has no final read of the server, of any account: nothing shows what it still holds.',
  find: (_, { finals }) => (finals.server.size === 0 ? [{}] : []),
  inWords: () => 'the server was never read at the end',
}
