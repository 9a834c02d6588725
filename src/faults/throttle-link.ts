/**
 * A thin line: a crowded cell, a cheap contract, a far site. On the wire: answers trickle in, each connection at the
 * rate and no faster. It heals by losing the limit. What came in its window took at least as long as the rate allows;
 * little data at a high rate shows nothing.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { inWords, kilobytesPerSecondOf, type Rate } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

/**
 * Lets no connection of a link bring more than `rate` to a device.
 * @example
 * inject(throttleLink(sync.link, { rate: '64kB/s' }))
 */
export function throttleLink(link: Link, { rate, ...others }: { readonly rate: Rate }): Fault {
  refuseOthers('throttleLink', others, 'rate')
  const kilobytes = kilobytesPerSecondOf(rate, 'throttleLink: rate')
  return toxicFault({
    name: 'throttleLink',
    link,
    settings: { rate },
    toxic: { type: 'bandwidth', stream: 'downstream', attributes: { rate: kilobytes } },
    seen: ({ requests, unanswered, bytesDown }) => {
      // A kilobyte a second is a byte a millisecond.
      const ms = Math.floor(bytesDown / kilobytes)
      const answers = requests - unanswered
      return { what: `${answers} answers (${bytesDown} bytes) took ${inWords(ms)} in all at ${rate}`, count: ms }
    },
  })
}
