/** The bodies that CardDAV and CalDAV clients send (RFC 6352, 4791, 6578, 5689). */

const HEAD = '<?xml version="1.0" encoding="utf-8"?>'

export const CARDDAV = 'urn:ietf:params:xml:ns:carddav'
export const CALDAV = 'urn:ietf:params:xml:ns:caldav'

/** Extended MKCOL: a collection of a type, `<C:addressbook/>`, in that protocol's namespace. */
export function newCollection(protocol: string, type: string, name: string): string {
  return (
    `${HEAD}<mkcol xmlns="DAV:" xmlns:C="${protocol}"><set><prop><resourcetype><collection/>${type}</resourcetype>` +
    `<displayname>${name}</displayname></prop></set></mkcol>`
  )
}

/** MKCALENDAR: of events, `VEVENT`, or of tasks, `VTODO`. */
export function newCalendar(component: string, name: string): string {
  return (
    `${HEAD}<C:mkcalendar xmlns="DAV:" xmlns:C="${CALDAV}"><set><prop><displayname>${name}</displayname>` +
    `<C:supported-calendar-component-set><C:comp name="${component}"/></C:supported-calendar-component-set>` +
    '</prop></set></C:mkcalendar>'
  )
}

/** Where a principal keeps its address books, and who whoever asks is. */
export const WHOSE_ADDRESS_BOOKS =
  `${HEAD}<propfind xmlns="DAV:" xmlns:C="${CARDDAV}"><prop><current-user-principal/><C:addressbook-home-set/></prop>` +
  '</propfind>'

/** What changed since the token; everything without one. */
export function changesSince(token: string | undefined): string {
  return (
    `${HEAD}<sync-collection xmlns="DAV:"><sync-token>${escape(token ?? '')}</sync-token><sync-level>1</sync-level>` +
    '<prop><getetag/></prop></sync-collection>'
  )
}

/** Many items at once: `addressbook-multiget` asks for `address-data`, `calendar-multiget` for `calendar-data`. */
export function multiget(protocol: string, kind: 'addressbook' | 'calendar', hrefs: readonly string[]): string {
  const wanted = hrefs.map((href) => `<href>${escape(href)}</href>`).join('')
  const data = kind === 'addressbook' ? 'address-data' : 'calendar-data'
  return (
    `${HEAD}<C:${kind}-multiget xmlns="DAV:" xmlns:C="${protocol}"><prop><getetag/><C:${data}/></prop>${wanted}` +
    `</C:${kind}-multiget>`
  )
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
