/** Made-up values: the same for the same seed. An update changes one or two fields. */

import { createCipheriv, createHash } from 'node:crypto'
// One language: all of them take a tenth of a second to load.
import { faker } from '@faker-js/faker/locale/en'
import fc from 'fast-check'
import type { Random } from '../kernel/index.ts'
import { drawn, fieldsOf, type Collection } from './collection.ts'
import type { Fields } from './fields.ts'
import type { BlobName } from './payload.ts'

/** A made-up value, and how its bytes are made again, where it names some. */
export interface Value {
  readonly fields: Fields
  readonly blob?: BlobSource
}

/** Small enough to keep; `bytesOf` makes the bytes. */
export interface BlobSource {
  readonly seed: string
  readonly bytes: number
}

/** All made-up times are around it. */
export const REFERENCE = new Date('2009-10-01T00:00:00Z')
const KB = 1_024
const LARGEST = 8 * KB * KB

/** A new value, or `previous` with one or two fields changed. `unique` is a short text that no other version has. */
export function valueOf(collection: Collection, random: Random, unique: string, previous?: Fields): Value {
  faker.seed(random.seed())
  faker.setDefaultRefDate(REFERENCE)
  const { fixed = [], greatest, modifiedIn, blob } = collection
  const before = previous ?? {}
  const own = fieldsOf(collection, before)
  const free = own.filter((name) => !fixed.includes(name) && ![greatest, modifiedIn, 'blob'].includes(name))
  const changed = random.shuffle(free).slice(0, random.integer(1, Math.min(2, Math.max(1, free.length))))
  const names = previous && [...changed, ...(greatest === undefined ? [] : [greatest])]
  const made = drawn(collection, { unique, random, names, previous: before })
  const grown = greatest !== undefined && { [greatest]: grownFrom(before[greatest], made[greatest]) }
  if (!blob || previous) return { fields: { ...previous, ...made, ...grown } }
  const source = bytesFor(random, unique)
  const named: BlobName = { sha256: shaOf(bytesOf(source)), bytes: source.bytes, type: 'image/jpeg' }
  return { fields: { ...made, ...grown, blob: { ...named } }, blob: source }
}

/** A score only ever grows, as a high score does. */
function grownFrom(previous: unknown, made: unknown): number {
  return Number(previous ?? 0) + Math.max(1, Math.abs(Number(made)))
}

/** 1 KB to 8 MB, sizes log-uniform. */
function bytesFor(random: Random, unique: string): BlobSource {
  const bytes = Math.round(KB * (LARGEST / KB) ** random.fraction())
  return { seed: `${random.seed()}-${unique}`, bytes }
}

export const shaOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A keystream in place of a picture: incompressible, and made at the speed of the cipher. */
export function bytesOf({ seed, bytes }: BlobSource): Uint8Array {
  const key = createHash('sha256').update(seed).digest()
  const content = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes))
  content.set([0xff, 0xd8, 0xff, 0xe0].slice(0, bytes))
  return content
}

/** Made when first asked for: it goes through all of Unicode once, which costs a second and 140 MB. */
let hostile: fc.Arbitrary<string> | undefined
const makeHostile = () =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '</script><script>alert(1)</script>',
      ']]>',
      '\u0000',
      '\u001b[31mred',
      '\u202egnp.exe',
      'cafe\u0301',
      'café',
      '🧑‍🚀',
      '9007199254740993',
      ' leading and trailing ',
      'line\r\nline',
      '"; DROP TABLE records; --',
      '../../etc/passwd',
      '{"record":"rec-000000-none"}',
      'x'.repeat(20_000),
    ),
  )

/** As `valueOf`, with texts that break careless software. Lone surrogates are left out: JSON over UTF-8 has none. */
export function hostileValueOf(collection: Collection, random: Random, unique: string, previous?: Fields): Value {
  const value = valueOf(collection, random, unique, previous)
  hostile ??= makeHostile()
  const texts = fc.sample(hostile, { seed: random.seed(), numRuns: 1 })
  const { fixed = [], modifiedIn } = collection
  const isFree = (name: string) => !fixed.includes(name) && name !== modifiedIn && name !== 'blob'
  const name = Object.keys(value.fields).find((field) => typeof value.fields[field] === 'string' && isFree(field))
  const text = `${(texts[0] ?? '').toWellFormed()} ${unique}`
  return name === undefined ? value : { ...value, fields: { ...value.fields, [name]: text } }
}
