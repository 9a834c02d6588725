/** `syncdrill/clients`: how devices talk to a service: adapters that there are, and what yours is written with. */

export { carddav } from '../clients/carddav.ts'
export {
  client,
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
} from '../clients/client.ts'
export { jsonOf, NoAnswer, outcomeOf, Unreadable, type Proof } from '../clients/outcome.ts'
