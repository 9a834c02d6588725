/** A contact's payload as the card that a person would recognise, and back. */

import {
  escaped,
  normalForm,
  partsOf,
  readComponent,
  unescaped,
  written,
  type Property,
} from '../properties/content-lines.ts'
import { payloadOf, propertiesOf, simplePlace, textPlace, type Places } from '../properties/fields.ts'

const MARK = 'X-SYNCDRILL-MARK'

/** The street of an address; the rest of it stays empty. */
const ADDRESS = textPlace(
  'ADR',
  (text) => ({ value: `;;${escaped(text)};;;;`, parameters: ['TYPE=HOME'] }),
  ({ value }) => partsOf(value)[2] ?? '',
)

/** A date, and the mark in brackets by which a made-up one is told from every other. */
const BIRTHDAY = textPlace(
  'BDAY',
  (text) => {
    const { date, mark } = /^(?<date>\d{4}-\d\d-\d\d)(?: \((?<mark>[0-9a-z]+)\))?$/.exec(text)?.groups ?? {}
    return date === undefined ? undefined : { value: date, parameters: mark === undefined ? [] : [`${MARK}=${mark}`] }
  },
  ({ value, parameters }) => {
    const mark = parameters.find((one) => one.toUpperCase().startsWith(`${MARK}=`))?.slice(MARK.length + 1)
    return mark === undefined ? value : `${value} (${mark.replaceAll('"', '')})`
  },
)

const PLACES: Places = {
  name: simplePlace('FN'),
  phone: simplePlace('TEL', 'TYPE=CELL'),
  email: simplePlace('EMAIL', 'TYPE=INTERNET'),
  address: ADDRESS,
  birthday: BIRTHDAY,
  title: simplePlace('TITLE'),
  note: simplePlace('NOTE'),
  modified: simplePlace('REV'),
}

/** Undefined when the body is no payload of ours. `uid` is the contact's name for good. */
export function cardOf(body: string, uid: string): string | undefined {
  const made = propertiesOf(body, uid, PLACES)
  if (!made) return undefined
  const { name } = made.fields
  const hasName = made.shown.includes('name') && typeof name === 'string'
  const properties = [
    { name: 'VERSION', parameters: [], value: '3.0' },
    ...made.properties,
    ...namesOf(hasName ? name : uid, hasName),
  ]
  return written({ name: 'VCARD', properties, parts: [] })
}

/** A payload of ours, or the card itself in an order that does not depend on who wrote it, for a stranger's. */
export function bodyOf(card: string): string {
  const properties = readCard(card)
  if (!properties) return card
  return payloadOf(properties, PLACES) ?? normalForm({ name: 'VCARD', properties, parts: [] })
}

/** A card's name for good; undefined when it has none. */
export function uidOf(card: string): string | undefined {
  const property = readCard(card)?.find(({ name }) => name === 'UID')
  return property && unescaped(property.value)
}

/** Undefined for what is not one card. In the order of the text; its version is left out. */
export function readCard(text: string): readonly Property[] | undefined {
  const card = readComponent(text)
  if (card?.name !== 'VCARD' || card.parts.length > 0) return undefined
  return card.properties.filter(({ name }) => name !== 'VERSION')
}

/** A card must have a name, in one piece and in parts; a contact without one is called by its id. */
function namesOf(called: string, hasName: boolean): readonly Property[] {
  const words = called.split(' ')
  const first = words.length > 1 ? (words[0] ?? '') : ''
  const last = words.length > 1 ? words.slice(1).join(' ') : called
  const parts = { name: 'N', parameters: [], value: `${escaped(last)};${escaped(first)};;;` }
  return hasName ? [parts] : [{ name: 'FN', parameters: [], value: escaped(called) }, parts]
}
