/** `syncdrill/clients`: how devices talk to a service: adapters that there are, and what yours is written with. */

export { acknowledgedBy, type Acknowledging } from '../clients/acknowledged-by.ts'
export { caldav } from '../clients/caldav.ts'
export { carddav, type CardDavPaths } from '../clients/carddav.ts'
export {
  client,
  type Account,
  type Adapter,
  type Administration,
  type Change,
  type ClientDefinition,
  type Door,
  type Outcome,
  type Row,
  type Secret,
  type Session,
  type View,
} from '../clients/client.ts'
export type {
  Answer,
  RequestHeaders,
  LinkAccess,
  LinkAddress,
  Send,
  SendOptions,
  WebSocketOptions,
} from '../clients/link/access.ts'
export type { LinkTls } from '../clients/link/tls.ts'
export { imap } from '../clients/imap.ts'
export { jsonOf, NoAnswer, outcomeOf, Unreadable, type Proof } from '../clients/outcome.ts'
export { webdav } from '../clients/webdav.ts'
