/** How devices talk to services: the port, the adapters, and the wire under them. */

export {
  client,
  isAdapter,
  type Account,
  type Adapter,
  type Answer,
  type Change,
  type ClientDefinition,
  type Door,
  type Outcome,
  type Row,
  type Secret,
  type Send,
  type SendOptions,
  type Session,
  type View,
} from './client.ts'
export { addressBookOf, carddav } from './carddav.ts'
export { bodyOf, cardOf, uidOf } from './carddav/contact.ts'
export { jsonOf, NoAnswer, outcomeOf, Unreadable, type Proof } from './outcome.ts'
export { Wire, type Endpoint, type LostAnswers, type WireLimits } from './wire.ts'
