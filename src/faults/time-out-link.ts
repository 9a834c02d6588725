/**
 * A network path that swallows: a firewall that drops, a load balancer without a server. On the wire: connections open,
 * what is sent goes nowhere, and after a while they close without an answer. It heals by being removed.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { msOf, type Duration } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

/**
 * Swallows what is sent over a link `for` a while (1 s when left out): then the connection closes without an answer.
 * @example
 * inject(timeOutLink(sync.link, { for: '5s' }))
 */
export function timeOutLink(link: Link, { for: held = '1s', ...others }: { readonly for?: Duration } = {}): Fault {
  refuseOthers('timeOutLink', others, 'for')
  const timeout = msOf(held, 'timeOutLink: for')
  return toxicFault({
    name: 'timeOutLink',
    link,
    settings: { for: held },
    toxic: { type: 'timeout', stream: 'upstream', attributes: { timeout } },
    seen: ({ requests, unanswered }) => ({
      what: `${unanswered} of ${requests} requests had no answer`,
      count: unanswered,
    }),
  })
}
