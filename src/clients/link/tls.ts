/** How TLS is spoken with a service, whatever way leads there. */

import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { isIP } from 'node:net'
import { CERTIFIED_NAME } from '../../kernel/index.ts'
import type { Endpoint } from './relay.ts'

/** What a client library needs to be told of TLS; `authority` undefined: whom this machine trusts. */
export interface LinkTls {
  /** The name that its certificate is for. */
  readonly name: string
  /** The authority that vouches for it, in PEM. */
  readonly authority: string | undefined
}

/** Undefined where no TLS is spoken. A service of the run's own is known by the name that its authority certifies. */
export function tlsOf({ authority, known }: Endpoint): LinkTls | undefined {
  if (known) return known.isSecure ? { name: known.host, authority } : undefined
  return authority === undefined ? undefined : { name: CERTIFIED_NAME, authority }
}

interface TlsOptions {
  readonly ca?: string
  readonly servername?: string
  readonly checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined
}

/** As Node takes it. The link is another host than the one that the certificate is for: it is held to that one. */
export function tlsOptions({ name, authority }: LinkTls): TlsOptions {
  return {
    ...(authority !== undefined && { ca: authority }),
    ...(isIP(name) === 0 && { servername: name }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  }
}
