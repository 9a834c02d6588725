/** Files over WebDAV: rclone 1.60, or Apache 2.4 with mod_dav, as Debian has them. */

import { fileURLToPath } from 'node:url'
import { service, site, volume, type Volume } from 'syncdrill'
import { webdav } from 'syncdrill/clients'
import { isHere } from './program.ts'

const FILES = '/srv/files'
const APACHE = new URL('./apache/', import.meta.url)

/** As child processes too, where the programs are on this machine. */
const SERVERS = {
  rclone: {
    image: 'syncdrill/rclone:1.60',
    build: { context: new URL('./rclone/', import.meta.url), args: { RELEASE: 'bookworm' } },
    ...(isHere('rclone') && {
      command: ['rclone', 'serve', 'webdav', FILES, '--config', '', '--addr', '127.0.0.1:${PORT}'],
    }),
  },
  apache: {
    image: 'syncdrill/apache:2.4',
    build: { context: APACHE, args: { RELEASE: 'bookworm' } },
    ...(isHere('apache2') && { command: [fileURLToPath(new URL('serve', APACHE)), FILES, '${PORT}'] }),
  },
}

type Server = keyof typeof SERVERS

export function files({ on }: { readonly on: Server }) {
  const store = serving(on)
  return site({ services: { store }, clients: { files: webdav(store) } })
}

/** Phones are with the old one. What it exports into `/takeout`, the next one finds there. */
export function twoProviders() {
  const takeout = volume()
  const old = serving('rclone', { '/takeout': takeout })
  const next = serving('apache', { '/takeout': takeout })
  return site({ volumes: { takeout }, services: { old, next }, clients: { files: webdav(old) } })
}

function serving(on: Server, others: { readonly [path: string]: Volume } = {}) {
  return service({
    versions: { bookworm: SERVERS[on] },
    start: 'bookworm',
    data: { [FILES]: volume(), ...others },
    listens: 'PORT',
    ready: { tcp: true },
  })
}
