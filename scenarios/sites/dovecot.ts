/** Dovecot, an IMAP server that keeps each message as a file of a maildir: 2.3, as Debian has it, over TLS. */

import { fileURLToPath } from 'node:url'
import { service, site, volume } from 'syncdrill'
import { folderCopy } from 'syncdrill/backups'
import { imap } from 'syncdrill/clients'
import { isHere } from './program.ts'

const FOLDER = new URL('./dovecot/', import.meta.url)
const MAIL = '/srv/mail'
const TLS = '/tls'

interface Options {
  /**
   * Where it writes down the UIDVALIDITY of a mailbox, and which UID it gave to which message: beside the mail, as it
   * ships, so that a copy holds it; or nowhere for good, so that each start makes it anew.
   */
  readonly lists: 'beside the mail' | 'made anew'
}

/** Its backup is a copy of the folder of the mail. */
export function dovecot({ lists }: Options) {
  const mail = volume()
  const shelf = volume()
  const server = service({
    versions: {
      '2.3': {
        image: 'syncdrill/dovecot:2.3',
        build: { context: FOLDER, args: { RELEASE: 'bookworm' } },
        ...(isHere('dovecot') && { command: [fileURLToPath(new URL('serve', FOLDER)), MAIL, '${PORT}', TLS] }),
        ...(lists === 'beside the mail' && { args: [`${MAIL}/lists`] }),
      },
    },
    start: '2.3',
    data: { [MAIL]: mail },
    listens: 'PORT',
    tls: TLS,
    ready: { tcp: true },
  })
  return site({
    volumes: { mail, shelf },
    services: { server },
    backups: { nightly: folderCopy({ from: mail, to: shelf, keep: 7 }) },
    clients: { notes: imap(server) },
  })
}
