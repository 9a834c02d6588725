/** Why nobody knows of an acknowledged record whether it is there: which of the last reads failed, and how. */

import { partyOf, SUBSCRIBED, type Finals } from '../finals.ts'
import type { RecordCase } from '../record-case.ts'

export interface Unread {
  readonly because: string
  readonly lines: readonly number[]
}

export function whyUnread({ account, collection: of }: RecordCase, finals: Finals): Unread {
  const server = finals.server.get(account)
  if (!server) return { because: `the server was not read for ${account} at the end`, lines: [] }
  if (server.state === 'complete')
    return { because: `the last read of the server does not cover ${of}, which it did not show`, lines: [server.at] }
  const failed = [...finals.views.values()].filter(
    ({ party, state }) => party.account === account && SUBSCRIBED.has(party.kind) && state === 'unreadable',
  )
  const reasons = Map.groupBy(failed, ({ because = 'nobody knows why' }) => because)
  const said = [...reasons].map(
    ([because, views]) => `${readsOf(views.map(({ party }) => partyOf(party)))}: ${because}`,
  )
  return { because: said.join('; '), lines: failed.map(({ at }) => at) }
}

function readsOf(parties: readonly string[]): string {
  const named = new Intl.ListFormat('en').format(new Set(parties))
  return `at the end, the ${parties.length === 1 ? 'read' : 'reads'} of ${named} failed`
}
