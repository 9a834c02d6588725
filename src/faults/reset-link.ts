/**
 * Connections break off in the middle: a phone changes cells, a gateway forgets its state. On the wire: a reset, as
 * soon as data flows, so that what was asked may or may not have been done. It heals by being removed.
 */

import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

/**
 * Resets the connections of a link as soon as data flows, so that what was asked may or may not have been done.
 * @example
 * inject(resetLink(sync.link))
 */
export function resetLink(link: Link): Fault {
  return toxicFault({
    name: 'resetLink',
    link,
    settings: {},
    toxic: { type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } },
    seen: ({ unanswered, turnedAway }) => ({
      what: `${turnedAway} connections were reset, ${unanswered} requests had no answer`,
      count: turnedAway + unanswered,
    }),
  })
}
