/**
 * Contacts on a CardDAV service: an address book per account, sync tokens as cursors, ETags as tags, cards that are
 * fetched many at a time. The last writer wins: whoever writes on a version that is no longer there is refused.
 */

import { client } from './client.ts'

/**
 * Contacts over CardDAV: the address book `/<user>/contacts/` of a service, made where it is missing.
 * @example
 * clients: { contacts: carddav(radicale) }
 */
export const carddav = client({
  carries: ['contacts'],
  policies: { contacts: 'lww' },
  connect: async ({ send }, account) => {
    // With its parser of XML, which only WebDAV needs.
    const [{ Folder }, { ADDRESS_BOOK }] = await Promise.all([import('./dav/folder.ts'), import('./carddav/kind.ts')])
    const book = new Folder(send, ADDRESS_BOOK, addressBookOf(account.user), account)
    return { push: (change) => book.push(change), pull: (cursor) => book.pull(cursor) }
  },
})

/** Where the address book of an account is: below its principal, which services make by themselves. */
export function addressBookOf(user: string): string {
  return `/${encodeURIComponent(user)}/contacts/`
}
