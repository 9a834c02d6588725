/**
 * What devices send breaks off in the middle: a tunnel, a proxy with a limit, a phone that is put away. On the wire: a
 * connection closes once so many bytes were sent over it, so that the service has the beginning of a request, and never
 * its end. It heals by losing the limit. Requests that fit into the limit pass.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { bytesOf, type Size } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

/**
 * Closes each connection of a link `after` devices have sent so much over it: the service gets the beginning of what is
 * larger. Throws a usage error where that is no whole number of bytes, of at least 1.
 * @example
 * inject(breakUploads(sync.link, { after: '100kB' }))
 */
export function breakUploads(link: Link, { after, ...others }: { readonly after: Size }): Fault {
  refuseOthers('breakUploads', others, 'after')
  const bytes = bytesOf(after, 'breakUploads: after')
  return toxicFault({
    name: 'breakUploads',
    link,
    settings: { after },
    toxic: { type: 'limit_data', stream: 'upstream', attributes: { bytes } },
    seen: ({ requests, unanswered }) => ({
      what: `${unanswered} of ${requests} requests were broken off, and had no answer`,
      count: unanswered,
    }),
  })
}
