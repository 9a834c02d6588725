/** The bodies that a CardDAV client sends (RFC 6352, 6578, 5689). */

const HEAD = '<?xml version="1.0" encoding="utf-8"?>'
const SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'

export const NEW_ADDRESS_BOOK =
  `${HEAD}<mkcol ${SPACES}><set><prop><resourcetype><collection/><C:addressbook/></resourcetype>` +
  '<displayname>Contacts</displayname></prop></set></mkcol>'

/** What changed since the token; everything without one. */
export function changesSince(token: string | undefined): string {
  return (
    `${HEAD}<sync-collection ${SPACES}><sync-token>${escape(token ?? '')}</sync-token><sync-level>1</sync-level>` +
    '<prop><getetag/></prop></sync-collection>'
  )
}

export function cardsOf(hrefs: readonly string[]): string {
  const wanted = hrefs.map((href) => `<href>${escape(href)}</href>`).join('')
  return (
    `${HEAD}<C:addressbook-multiget ${SPACES}><prop><getetag/><C:address-data/></prop>${wanted}` +
    '</C:addressbook-multiget>'
  )
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
