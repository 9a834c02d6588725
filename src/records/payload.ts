/**
 * The payload of a record: a JSON object that carries its own identity, so that it survives any renaming by a service.
 * `record` and `version` are ours; every other top-level member is a field, and is judged by itself where fields merge.
 */

import { createHash } from 'node:crypto'
import type { Token } from './version.ts'

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain }

/** Whether JSON says all of it: no Date, no BigInt, nothing of a class. */
export function isPlain(value: unknown): value is Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value !== 'object') return false
  const kind: unknown = Object.getPrototypeOf(value)
  return (kind === Object.prototype || kind === null) && Object.values(value).every(isPlain)
}

/** The binary half of a photo, named in its payload. */
export interface BlobName {
  readonly sha256: string
  readonly bytes: number
  readonly type: string
}

export interface Payload {
  readonly record: string
  readonly version: Token
  readonly fields: Readonly<Record<string, Plain>>
}

/** What a view row says of a payload: never the payload itself. */
export interface Fingerprint {
  readonly record?: string
  readonly version?: Token
  /** Of the whole content in canonical form, the blob's bytes included. 32 hexadecimal digits. */
  readonly hash: string
  /** Of each field, 16 hexadecimal digits. */
  readonly fields: Readonly<Record<string, string>>
  /** The payload names a blob that did not come with it. */
  readonly blobMissing?: true
}

export function encode({ record, version, fields }: Payload): string {
  return JSON.stringify({ record, version, ...fields })
}

/** Undefined when the text is not a payload of ours. Never throws: what a service returns is hostile. */
export function decode(body: string): Payload | undefined {
  const { record, version, ...fields } = membersOf(body)
  return typeof record === 'string' && typeof version === 'string' ? { record, version, fields } : undefined
}

/** What an edit builds on: the fields of a payload, or of a row without identity; undefined where there are none. */
export function shownFields(body: string): Payload['fields'] | undefined {
  const fields = decode(body)?.fields ?? membersOf(body)
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** None, where the text is no JSON object. */
function membersOf(body: string): Readonly<Record<string, Plain>> {
  try {
    const parsed: unknown = JSON.parse(body)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Record<string, Plain>) : {}
  } catch {
    return {}
  }
}

/** What is compared of the fields; all of them, as they are, where it is left out. */
type Settle = (fields: Payload['fields']) => Payload['fields']

/** Fingerprint of a body and, for photos, the bytes that came with it. */
export function fingerprint(body: string, blob?: Uint8Array, settle: Settle = (fields) => fields): Fingerprint {
  const decoded = decode(body)
  if (!decoded) return { hash: digest(`raw:${body}`, 32), fields: digestsOf(settle(membersOf(body))) }
  const payload = { ...decoded, fields: settle(decoded.fields) }
  const fields = digestsOf(payload.fields)
  const named = blobNameOf(payload.fields)
  const bytes = blob ? createHash('sha256').update(blob).digest('hex') : 'absent'
  const content = canonical({ record: payload.record, version: payload.version, ...payload.fields })
  return {
    record: payload.record,
    version: payload.version,
    hash: digest(named ? `${content}\n${bytes}` : content, 32),
    fields,
    ...(named && !blob && { blobMissing: true as const }),
  }
}

function digestsOf(fields: Readonly<Record<string, Plain>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, digest(canonical(value), 16)]))
}

/** The blob that a photo's fields name, if they name one. */
export function blobNameOf(fields: Readonly<Record<string, Plain>>): BlobName | undefined {
  const blob = fields['blob']
  if (typeof blob !== 'object' || blob === null || Array.isArray(blob)) return undefined
  const { sha256, bytes, type } = blob as { readonly [name: string]: Plain }
  return typeof sha256 === 'string' && typeof bytes === 'number' && typeof type === 'string'
    ? { sha256, bytes, type }
    : undefined
}

/** JSON with sorted keys: the same value always gives the same text. */
export function canonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as { readonly [name: string]: Plain }).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

export function digest(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}
