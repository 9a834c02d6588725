/** How devices talk to services: the port, the adapters, and the wire under them. */

export {
  client,
  isAdapter,
  type Account,
  type Adapter,
  type Answer,
  type Change,
  type Door,
  type Outcome,
  type Row,
  type Send,
  type Session,
  type View,
} from './client.ts'
export { addressBookOf, carddav } from './carddav.ts'
export { bodyOf, cardOf, uidOf } from './carddav/contact.ts'
export { jsonOf, NoAnswer, outcomeOf, Unreadable } from './outcome.ts'
export { Wire, type Endpoint } from './wire.ts'
