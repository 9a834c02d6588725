/** Fields of a record, as an adapter gets and gives them: plain values, with identity and version among them. */

import type { Collection } from './collection.ts'
import { canonical, decode, encode, type Payload, type Plain } from './payload.ts'

export type Fields = Readonly<Record<string, Plain>>

/** What a service gets of a body: the fields, and where the collection says, who and which version it is. */
export function fieldsIn({ carriedIn }: Pick<Collection, 'carriedIn'>, body: string): Fields {
  const payload = decode(body)
  if (!payload) return {}
  const { blob: _, ...fields } = payload.fields
  if (carriedIn === undefined) return { record: payload.record, version: payload.version, ...fields }
  const own = fields[carriedIn]
  const mark = markOf(payload)
  return { ...fields, [carriedIn]: own === undefined ? mark : `${own as string} ${mark}` }
}

/** The body that these fields say; what carries no identity is somebody's row, and is known by its content. */
export function bodyOf(
  { carriedIn }: Pick<Collection, 'carriedIn'>,
  fields: Fields,
  blob?: { readonly sha256: string; readonly bytes: number; readonly type: string },
): string {
  const named = blob && { blob: { ...blob } }
  if (carriedIn === undefined) {
    const { record, version, ...own } = fields
    const isOurs = typeof record === 'string' && typeof version === 'string'
    return isOurs ? encode({ record, version, fields: { ...own, ...named } }) : canonical({ ...fields, ...named })
  }
  const { [carriedIn]: carrier, ...others } = fields
  const read = typeof carrier === 'string' ? readMark(carrier) : undefined
  if (!read) return canonical({ ...fields, ...named })
  const own = read.before === undefined ? {} : { [carriedIn]: read.before }
  return encode({ record: read.record, version: read.version, fields: { ...others, ...own, ...named } })
}

/** Only what the service must not change: the rest is brought to the form that both sides share. */
export function settled({ mayChange }: Pick<Collection, 'mayChange'>, fields: Fields): Fields {
  if (!mayChange) return fields
  const changed = Object.entries(fields).map(([name, value]) => {
    const same = mayChange[name]
    return [name, same ? same(value) : value] as const
  })
  return Object.fromEntries(changed)
}

function markOf({ record, version }: Pick<Payload, 'record' | 'version'>): string {
  return `(${escaped(record)} ${escaped(version)})`
}

const MARK = /^(?:(?<before>.*) )?\((?<record>[^\s()]+) (?<version>[^\s()]+)\)$/s

/** Total: what a service returns is hostile. */
function readMark(text: string) {
  const { before, record, version } = MARK.exec(text)?.groups ?? {}
  const [one, other] = [unescaped(record), unescaped(version)]
  return one === undefined || other === undefined ? undefined : { before, record: one, version: other }
}

const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[()]/g, (one) => (one === '(' ? '%28' : '%29'))

function unescaped(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
