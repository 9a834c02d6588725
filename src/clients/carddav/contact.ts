/**
 * A contact's payload as the card that a person would recognise, and back. What a card can say goes where an address
 * book looks for it; what no card can carry unchanged (control characters, numbers, odd names) travels encoded. Whoever
 * reorders or refolds the lines changes nothing.
 */

import { decode, encode, type Plain } from '../../records/index.ts'
import { escaped, partsOf, readCard, unescaped, written, type Property } from './vcard.ts'

const RECORD = 'X-SYNCDRILL-RECORD'
const VERSION = 'X-SYNCDRILL-VERSION'
/** Which fields stand in the card's own properties: a missing one is then known to be missing. */
const SHOWN = 'X-SYNCDRILL-SHOWN'
const ENCODED = 'X-SYNCDRILL-FIELD'
const MARK = 'X-SYNCDRILL-MARK'

interface Place {
  readonly name: string
  readonly parameters?: readonly string[]
  /** Undefined where it would not come back the same. */
  write(text: string): Pick<Property, 'value' | 'parameters'> | undefined
  read(property: Property): string
}

const simple = (name: string, ...parameters: readonly string[]): Place => ({
  name,
  write: (text) => ({ value: escaped(text), parameters }),
  read: ({ value }) => unescaped(value),
})

/** The street of an address; the rest of it stays empty. */
const ADDRESS: Place = {
  name: 'ADR',
  write: (text) => ({ value: `;;${escaped(text)};;;;`, parameters: ['TYPE=HOME'] }),
  read: ({ value }) => partsOf(value)[2] ?? '',
}

/** A date, and the mark in brackets by which a made-up one is told from every other. */
const BIRTHDAY: Place = {
  name: 'BDAY',
  write: (text) => {
    const { date, mark } = /^(?<date>\d{4}-\d\d-\d\d)(?: \((?<mark>[0-9a-z]+)\))?$/.exec(text)?.groups ?? {}
    return date === undefined ? undefined : { value: date, parameters: mark === undefined ? [] : [`${MARK}=${mark}`] }
  },
  read: ({ value, parameters }) => {
    const mark = parameters.find((one) => one.toUpperCase().startsWith(`${MARK}=`))?.slice(MARK.length + 1)
    return mark === undefined ? value : `${value} (${mark.replaceAll('"', '')})`
  },
}

const PLACES: Readonly<Record<string, Place>> = {
  name: simple('FN'),
  phone: simple('TEL', 'TYPE=CELL'),
  email: simple('EMAIL', 'TYPE=INTERNET'),
  address: ADDRESS,
  birthday: BIRTHDAY,
  title: simple('TITLE'),
  note: simple('NOTE'),
  modified: simple('REV'),
}

/** Undefined when the body is no payload of ours. `uid` is the contact's name for good. */
export function cardOf(body: string, uid: string): string | undefined {
  const payload = decode(body)
  if (!payload) return undefined
  const fields = Object.entries(payload.fields)
  const placed = fields.map(([name, value]) => ({ name, value, property: inPlace(name, value) }))
  const shown = placed.flatMap(({ name, property }) => (property ? [name] : []))
  const called = typeof payload.fields['name'] === 'string' && shown.includes('name') ? payload.fields['name'] : uid
  return written([
    { name: 'UID', parameters: [], value: escaped(uid) },
    ...identity(RECORD, payload.record),
    ...identity(VERSION, payload.version),
    { name: SHOWN, parameters: [], value: shown.join('+') },
    ...namesOf(called, shown.includes('name')),
    ...placed.map(({ name, value, property }) => property ?? encoded([name, value])),
  ])
}

/** A payload of ours, or the card itself in an order that does not depend on who wrote it, for a stranger's. */
export function bodyOf(card: string): string {
  const properties = readCard(card)
  const read = properties && payloadOf(properties)
  if (read !== undefined) return read
  return properties
    ? properties
        .map(({ name, parameters, value }) => `${[name, ...parameters].join(';')}:${value}`)
        .toSorted()
        .join('\n')
    : card
}

/** A card's name for good; undefined when it has none. */
export function uidOf(card: string): string | undefined {
  const property = readCard(card)?.find(({ name }) => name === 'UID')
  return property && unescaped(property.value)
}

function payloadOf(properties: readonly Property[]): string | undefined {
  const all = Map.groupBy(properties, ({ name }) => name)
  const only = (name: string) => (all.get(name)?.length === 1 ? all.get(name)?.[0] : undefined)
  const extra = new Map((all.get(ENCODED) ?? []).flatMap((one) => decoded(one) ?? []))
  const ours = (name: string) => {
    const property = only(name)
    return property ? unescaped(property.value) : extra.get(name)
  }
  const [record, version, shown] = [ours(RECORD), ours(VERSION), only(SHOWN)]
  if (typeof record !== 'string' || typeof version !== 'string' || !shown) return undefined
  extra.delete(RECORD)
  extra.delete(VERSION)
  const names = unescaped(shown.value)
    .split('+')
    .filter((name) => Object.hasOwn(PLACES, name))
  const fields = names.flatMap((name): readonly (readonly [string, Plain])[] => {
    const place = PLACES[name]
    const there = (place && all.get(place.name)) ?? []
    const texts = there.flatMap((one) => place?.read(one) ?? [])
    // Two where there was one is not what was written: both are shown, and the judge sees that it differs.
    return texts.length === 0 ? [] : [[name, texts.length === 1 ? (texts[0] ?? '') : texts]]
  })
  return encode({ record, version, fields: Object.fromEntries([...fields, ...extra]) })
}

function identity(name: string, text: string): readonly Property[] {
  return isPlain(text) ? [{ name, parameters: [], value: escaped(text) }] : [encoded([name, text])]
}

/** A card must have a name, in one piece and in parts; a contact without one is called by its id. */
function namesOf(called: string, hasName: boolean): readonly Property[] {
  const words = called.split(' ')
  const first = words.length > 1 ? (words[0] ?? '') : ''
  const last = words.length > 1 ? words.slice(1).join(' ') : called
  const parts = { name: 'N', parameters: [], value: `${escaped(last)};${escaped(first)};;;` }
  return hasName ? [parts] : [{ name: 'FN', parameters: [], value: escaped(called) }, parts]
}

function inPlace(name: string, value: Plain): Property | undefined {
  const place = Object.hasOwn(PLACES, name) ? PLACES[name] : undefined
  if (!place || typeof value !== 'string' || !isPlain(value)) return undefined
  const made = place.write(value)
  return made && { name: place.name, ...made }
}

/** No program that handles cards is known to change it: no control characters, no blanks at the ends, not empty. */
function isPlain(text: string): boolean {
  return /^(?!\s)[^\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]+(?<!\s)$/u.test(text)
}

function encoded(member: readonly [string, Plain]): Property {
  const value = Buffer.from(JSON.stringify(member)).toString('base64url')
  return { name: ENCODED, parameters: [], value }
}

/** Undefined for what nobody of ours encoded. */
function decoded({ value }: Property): readonly (readonly [string, Plain])[] | undefined {
  try {
    const member: unknown = JSON.parse(Buffer.from(value, 'base64url').toString())
    return Array.isArray(member) && typeof member[0] === 'string' ? [[member[0], member[1] as Plain]] : undefined
  } catch {
    return undefined
  }
}
