/**
 * What devices send breaks off in the middle: a tunnel, a proxy with a limit, a phone that is put away. On the wire: a
 * connection closes once so many bytes were sent over it, so that the service has the beginning of a request, and never
 * its end. It heals by losing the limit. Requests that fit into the limit pass.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

/**
 * Closes each connection of a link once devices have sent `bytes` bytes over it: the service gets the beginning of what
 * is larger. Throws a usage error where `bytes` is no whole number of at least 1.
 * @example
 * inject(breakUploads(sync.link, { bytes: 100_000 }))
 */
export function breakUploads(link: Link, { bytes, ...others }: { readonly bytes: number }): Fault {
  refuseOthers('breakUploads', others, 'bytes')
  if (!Number.isSafeInteger(bytes) || bytes < 1) {
    throw new Failure('usage', `breakUploads: bytes: expected a whole number of at least 1, got ${bytes}`)
  }
  return toxicFault({
    name: 'breakUploads',
    link,
    settings: { bytes },
    toxic: { type: 'limit_data', stream: 'upstream', attributes: { bytes } },
    seen: ({ requests, unanswered }) => ({
      what: `${unanswered} of ${requests} requests were broken off, and had no answer`,
      count: unanswered,
    }),
  })
}
