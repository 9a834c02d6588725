/** How devices talk to services: the port, the adapters, and the wire under them. */

export {
  client,
  isAdapter,
  type Account,
  type Adapter,
  type Administration,
  type Change,
  type ClientDefinition,
  type Door,
  type Outcome,
  type Row,
  type Session,
  type View,
} from './client.ts'
export { acknowledgedBy } from './acknowledged-by.ts'
export type { Answer, LinkAccess, Send } from './link/access.ts'
export { caldav } from './caldav.ts'
export { addressBookOf, carddav } from './carddav.ts'
export { bodyOf, cardOf, uidOf } from './carddav/contact.ts'
export { imap } from './imap.ts'
export { jsonOf, NoAnswer, outcomeOf, Unreadable } from './outcome.ts'
export { webdav } from './webdav.ts'
export type { HeldSession } from './link/held-session.ts'
export type { Endpoint } from './link/relay.ts'
export { Wire, type WireLimits, type Writes } from './link/wire.ts'
