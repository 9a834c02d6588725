/** What a site in containers is made of, for all that is opened in it. */

import type { Link } from '../../site/index.ts'
import type { Certificates } from '../tls/certificates.ts'
import type { Links } from '../links.ts'
import type { Address } from '../runtime.ts'
import type { Mounts } from './mounts.ts'
import type { Network } from './network.ts'

export interface Parts {
  readonly network: Network
  readonly links: Links
  /** What callers in containers connect to, where devices connect to the link's own address. */
  readonly inside: (link: Link) => Address
  readonly mounts: Mounts
  /** Undefined where no service speaks TLS. */
  readonly certificates: Certificates | undefined
  /** Not before all is known that happened until the services had ended. */
  readonly close: (endServices: () => Promise<void>) => Promise<void>
}
