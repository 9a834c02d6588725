/** An address book: cards by its own verbs. */

import type { Kind } from '../dav/synced-folder.ts'
import { CARDDAV, multiget, newCollection } from '../dav/requests.ts'
import { bodyOf, cardOf } from './contact.ts'

export const ADDRESS_BOOK: Kind = {
  name: 'address book',
  collection: 'contacts',
  contentType: 'text/vcard; charset=utf-8',
  ending: '.vcf',
  make: { method: 'MKCOL', body: newCollection(CARDDAV, '<C:addressbook/>', 'Contacts') },
  multiget: (hrefs) => multiget(CARDDAV, 'addressbook', hrefs),
  write: cardOf,
  read: bodyOf,
}
