/**
 * A slow network path: distance, a crowded radio cell, a full queue. On the wire: every answer comes late by the same
 * time. It heals by losing the delay. Answers came in its window, so each of them came late.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { msOf, type Duration } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

/**
 * Holds every answer on a link back `for` the same time.
 * @example
 * inject(slowLink(sync.link, { for: '700ms' }))
 */
export function slowLink(link: Link, { for: held, ...others }: { readonly for: Duration }): Fault {
  refuseOthers('slowLink', others, 'for')
  const latency = msOf(held, 'slowLink: for')
  return toxicFault({
    name: 'slowLink',
    link,
    settings: { for: held },
    toxic: { type: 'latency', stream: 'downstream', attributes: { latency, jitter: 0 } },
    seen: ({ requests, unanswered, bytesDown }) => ({
      what: `${requests - unanswered} answers (${bytesDown} bytes) came ${held} late`,
      count: bytesDown,
    }),
  })
}
