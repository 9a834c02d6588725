/**
 * A network path that swallows: a firewall that drops, a load balancer without a server. On the wire: connections open,
 * what is sent goes nowhere, and nothing is answered. It heals by being removed, which closes what hung on it.
 */

import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

export function timeOutLink(link: Link): Fault {
  return toxicFault({
    name: 'timeOutLink',
    link,
    settings: {},
    // Without a time of its own: whoever waits must give up first, as with a real black hole.
    toxic: { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
    seen: ({ accepted }) => ({ what: `${accepted} connections were accepted and led nowhere`, count: accepted }),
  })
}
