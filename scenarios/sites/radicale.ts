/** Radicale, a CalDAV and CardDAV server that keeps plain files in a folder: 3.1 and 3.5, as Debian has them. */

import { service, site, volume } from 'syncdrill'
import { folderCopy } from 'syncdrill/backups'
import { carddav } from 'syncdrill/clients'

const build = (release: string) => ({
  context: new URL('./radicale/', import.meta.url),
  args: { RELEASE: release },
})

/** Its documented backup is a copy of that folder. */
export function radicale({ start = '3.1' }: { readonly start?: '3.1' | '3.5' } = {}) {
  const collections = volume()
  const shelf = volume()
  const dav = service({
    versions: {
      '3.1': { image: 'syncdrill/radicale:3.1', build: build('bookworm') },
      '3.5': { image: 'syncdrill/radicale:3.5', build: build('trixie') },
    },
    start,
    data: { '/var/lib/radicale/collections': collections },
    ready: { http: '/.web/' },
  })
  return site({
    volumes: { collections, shelf },
    services: { dav },
    backups: { folder: folderCopy({ of: collections, to: shelf, keep: 7 }) },
    clients: { contacts: carddav(dav) },
  })
}
