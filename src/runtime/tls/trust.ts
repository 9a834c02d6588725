/** How services come to their certificates, and devices to whom they trust. */

import type { Link, Remote, Service, Topology } from '../../site/index.ts'
import type { Address, VolumeAccess } from '../runtime.ts'
import type { Certificates } from './certificates.ts'

/** Puts what a service needs where it looks for it; before each start, for its volume may be another by then. */
export async function furnish(
  { tls }: Service,
  certificates: Certificates | undefined,
  volumeAt: (path: string) => VolumeAccess | undefined,
): Promise<void> {
  const volume = tls === undefined ? undefined : volumeAt(tls)
  if (!volume || !certificates) return
  for (const [name, text] of Object.entries(certificates)) {
    await volume.write(`${name}.pem`, Buffer.from(String(text)))
  }
}

/** Whom to trust where this service is reached; nothing where it speaks no TLS. */
export function trustIn(
  service: Remote | undefined,
  certificates: Certificates | undefined,
): Pick<Address, 'authority'> {
  const speaksTls = service !== undefined && 'tls' in service && service.tls !== undefined
  return speaksTls && certificates ? { authority: certificates.authority } : {}
}

/** The same, of what a link was declared to lead to. */
export function trustAt(link: Link, { edges }: Topology, certificates: Certificates | undefined) {
  return trustIn(edges.find((edge) => edge.link === link)?.to, certificates)
}
