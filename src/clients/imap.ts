/**
 * Notes as messages on an IMAP service. The last writer wins: whoever writes on a version that is no longer there is
 * refused by the client; of two that write at the same moment, the later message counts.
 */

import { client } from './client.ts'
import { tlsOptions } from './link/tls.ts'

/**
 * Notes over IMAP: each is a message in the mailbox `Notes` of the account, which is made where it is missing. A change
 * is a new message in place of the old one; a tag is a UID with the UIDVALIDITY of the mailbox, a cursor the UIDs that
 * were there. Goes through the link by the library imapflow.
 * @example
 * clients: { notes: imap(dovecot) }
 */
export const imap = client({
  carries: ['notes'],
  policies: { notes: 'lww' },
  connect: async ({ address: { host, port }, tls }, { user, password }) => {
    // The library, which no other client needs.
    const [{ ImapFlow }, { Mailbox }] = await Promise.all([import('imapflow'), import('./imap/mailbox.ts')])
    const connection = new ImapFlow({
      host,
      port,
      secure: tls !== undefined,
      ...(tls && { tls: tlsOptions(tls) }),
      auth: { user, pass: password.reveal() },
      disableAutoIdle: true,
      disableCompression: true,
      logger: false,
    })
    // Whoever waits for an answer is told by the end of the connection.
    connection.on('error', () => undefined)
    await connection.connect()
    const mailbox = await Mailbox.open(connection)
    return {
      push: (change) => mailbox.push(change),
      pull: (cursor) => mailbox.pull(cursor),
      close: () => connection.logout(),
    }
  },
})
