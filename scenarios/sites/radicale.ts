/** Radicale, a CalDAV and CardDAV server that keeps plain files in a folder: 3.1 and 3.5, as Debian has them. */

import { fileURLToPath } from 'node:url'
import { service, site, volume } from 'syncdrill'
import { folderCopy } from 'syncdrill/backups'
import { caldav, carddav } from 'syncdrill/clients'
import { isHere } from './program.ts'

const FOLDER = new URL('./radicale/', import.meta.url)
const DATA = '/var/lib/radicale/collections'

const build = (release: string) => ({ context: FOLDER, args: { RELEASE: release } })

/** As a child process too, where the program is on this machine. */
const COMMAND = [
  'radicale',
  `--config=${fileURLToPath(new URL('open.conf', FOLDER))}`,
  `--rights-file=${fileURLToPath(new URL('own.rights', FOLDER))}`,
  '--server-hosts=127.0.0.1:${PORT}',
  '--storage-filesystem-folder',
  DATA,
]

interface Options {
  readonly start?: '3.1' | '3.5'
}

/** Contacts. Its documented backup is a copy of its folder. */
export function radicale({ start = '3.1' }: Options = {}) {
  const { dav, ...parts } = partsOf(start)
  return site({ ...parts, services: { dav }, clients: { contacts: carddav(dav) } })
}

/** Contacts, appointments and tasks. */
export function radicaleWithCalendars({ start = '3.1' }: Options = {}) {
  const { dav, ...parts } = partsOf(start)
  return site({ ...parts, services: { dav }, clients: { contacts: carddav(dav), calendar: caldav(dav) } })
}

function partsOf(start: '3.1' | '3.5') {
  const collections = volume()
  const shelf = volume()
  const dav = service({
    versions: {
      '3.1': {
        image: 'syncdrill/radicale:3.1',
        build: build('bookworm'),
        ...(isHere('radicale') && { command: COMMAND }),
      },
      '3.5': { image: 'syncdrill/radicale:3.5', build: build('trixie') },
    },
    start,
    data: { [DATA]: collections },
    listens: 'PORT',
    ready: { http: '/.web/' },
  })
  return {
    volumes: { collections, shelf },
    backups: { folder: folderCopy({ from: collections, to: shelf, keep: 7 }) },
    dav,
  }
}
