/**
 * A payload as properties that a person's program would recognise, and back. A field that a property can say goes where
 * such programs look for it; what no property can carry unchanged (control characters, odd types and names) travels
 * encoded. Whoever reorders the properties changes nothing.
 */

import { decode, encode, type Plain } from '../../records/index.ts'
import { escaped, unescaped, type Property } from './content-lines.ts'

const RECORD = 'X-SYNCDRILL-RECORD'
const VERSION = 'X-SYNCDRILL-VERSION'
/** Which fields stand in properties of the format's own: a missing one is then known to be missing. */
const SHOWN = 'X-SYNCDRILL-SHOWN'
const ENCODED = 'X-SYNCDRILL-FIELD'

/** Where a field stands, and how. */
export interface Place {
  readonly name: string
  /** Undefined where it would not come back the same. */
  write(value: Plain): Omit<Property, 'name'> | undefined
  read(property: Property): Plain
}

export type Places = Readonly<Record<string, Place>>

/** A field that is a text, in a place of its own. */
export function textPlace(
  name: string,
  write: (text: string) => Omit<Property, 'name'> | undefined,
  read: (property: Property) => string,
): Place {
  return { name, write: (value) => (isPlain(value) ? write(value) : undefined), read }
}

export function simplePlace(name: string, ...parameters: readonly string[]): Place {
  return textPlace(
    name,
    (text) => ({ value: escaped(text), parameters }),
    ({ value }) => unescaped(value),
  )
}

export interface Written {
  readonly properties: readonly Property[]
  /** Names of the fields that stand in places of their own. */
  readonly shown: readonly string[]
  readonly fields: Readonly<Record<string, Plain>>
}

/** Undefined when the body is no payload of ours. `uid` is the record's name for good. */
export function propertiesOf(body: string, uid: string, places: Places): Written | undefined {
  const payload = decode(body)
  if (!payload) return undefined
  const placed = Object.entries(payload.fields).map(([name, value]) => {
    const place = Object.hasOwn(places, name) ? places[name] : undefined
    const made = place?.write(value)
    return { name, value, property: place && made && { name: place.name, ...made } }
  })
  const shown = placed.flatMap(({ name, property }) => (property ? [name] : []))
  const properties = [
    { name: 'UID', parameters: [], value: escaped(uid) },
    ...identity(RECORD, payload.record),
    ...identity(VERSION, payload.version),
    { name: SHOWN, parameters: [], value: shown.join('+') },
    ...placed.map(({ name, value, property }) => property ?? encoded([name, value])),
  ]
  return { properties, shown, fields: payload.fields }
}

/** Undefined when they are no payload of ours. */
export function payloadOf(properties: readonly Property[], places: Places): string | undefined {
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
    .filter((name) => Object.hasOwn(places, name))
  const fields = names.flatMap((name): readonly (readonly [string, Plain])[] => {
    const place = places[name]
    const there = (place && all.get(place.name)) ?? []
    const values = there.flatMap((one) => (place ? [place.read(one)] : []))
    // Two where there was one is not what was written: both are shown, and the judge sees that it differs.
    return values.length === 0 ? [] : [[name, values.length === 1 ? (values[0] ?? null) : values]]
  })
  return encode({ record, version, fields: Object.fromEntries([...fields, ...extra]) })
}

function identity(name: string, text: string): readonly Property[] {
  return isPlain(text) ? [{ name, parameters: [], value: escaped(text) }] : [encoded([name, text])]
}

/** No program is known to change it: a text without control characters or blanks at the ends, and not empty. */
function isPlain(value: Plain): value is string {
  return typeof value === 'string' && /^(?!\s)[^\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]+(?<!\s)$/u.test(value)
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
