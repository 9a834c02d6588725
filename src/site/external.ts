/** A service of somebody else: an address, and nothing that could be started, stopped, copied or looked into. */

import { aText, declared, members } from '../kernel/declared.ts'
import { authorityOf, Failure } from '../kernel/index.ts'
import type { Remote } from './site.ts'

/** Where a service of somebody else is reached, and how it is known there. */
export interface ExternalAddress {
  /** Without a path: `https://dav.example.org:443`. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  /** The authority that vouches for it, in PEM, where this machine does not know it. */
  readonly authority?: string
}

/** What `external(...)` makes. Its address may come from the command line instead. */
export interface External extends Remote {
  readonly is: 'remote'
  readonly at: ExternalAddress | undefined
}

/** Where a service of somebody else is, and who vouches for it. */
export interface ExternalOptions {
  /** Scheme, host and port: `https://dav.example.org`, `imaps://mail.example.org`, `tcp://10.0.0.5:1883`. */
  readonly url?: string
  /** In PEM: who vouches for its certificate, where this machine does not know them. */
  readonly authority?: string
}

/** With the ports that they have where none is given; a port is needed for any other. */
const SCHEMES: Readonly<Record<string, { readonly port?: number; readonly isSecure: boolean }>> = {
  http: { port: 80, isSecure: false },
  https: { port: 443, isSecure: true },
  ws: { port: 80, isSecure: false },
  wss: { port: 443, isSecure: true },
  imap: { port: 143, isSecure: false },
  imaps: { port: 993, isSecure: true },
  mqtt: { port: 1883, isSecure: false },
  mqtts: { port: 8883, isSecure: true },
  tcp: { isSecure: false },
  tls: { isSecure: true },
}

const shape = members('{ url, authority }', { url: aText.exactOptional(), authority: aText.exactOptional() })

/**
 * A service that somebody else runs, in the place of `service({...})`: the drill then needs the runtime `external`.
 * Nothing of it is started, and nothing is done to it but what its own users can do; faults are those of the links
 * between devices and it. `url` has a scheme (http, https, ws, wss, imap, imaps, mqtt, mqtts, tcp, tls), a host, and a
 * port where the scheme has none of its own; paths are the adapter's. Left out, `--address <name>=<url>` has to say it.
 * Throws a usage error for another scheme, a path, or a user in the URL.
 * @example
 * const dav = external({ url: 'https://dav.example.org' })
 */
export function external(options: ExternalOptions = {}): External {
  declared('external', options, shape)
  const { url, authority } = options
  const at = url === undefined ? undefined : addressIn('external: url', url, authority)
  return { is: 'remote', link: { is: 'link' }, at }
}

export function isExternal(remote: Remote): remote is External {
  return remote.is === 'remote'
}

/** Throws a usage `Failure` that begins with `field`. */
export function addressIn(field: string, text: string, authority?: string): ExternalAddress {
  const refuse = (expected: string) => new Failure('usage', `${field}: expected ${expected}, got '${hidden(text)}'`)
  const url = URL.parse(text)
  const scheme = SCHEMES[url?.protocol.slice(0, -1) ?? '']
  const wanted = `a URL such as https://dav.example.org (${Object.keys(SCHEMES).join(', ')})`
  if (!url || !scheme || url.hostname === '') throw refuse(wanted)
  if (url.username !== '' || url.password !== '') throw refuse('no user in it: accounts are those of the fleet')
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    throw refuse('no path behind the host: paths are told to the adapter')
  }
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const port = url.port === '' ? scheme.port : Number(url.port)
  if (port === undefined || port === 0) throw refuse('a port')
  return {
    url: `${url.protocol}//${authorityOf({ host, port })}`,
    host,
    port,
    isSecure: scheme.isSecure,
    ...(authority !== undefined && { authority }),
  }
}

/** What stands before an `@` may be a password. */
const hidden = (text: string): string => text.replace(/\/\/[^/@]*@/, '//***@')
