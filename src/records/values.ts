/** Made-up values: what people might keep, the same for the same seed. An update changes one or two fields. */

import { createCipheriv, createHash } from 'node:crypto'
// One language: all of them take a tenth of a second to load.
import { faker } from '@faker-js/faker/locale/en'
import fc from 'fast-check'
import type { Random } from '../kernel/index.ts'
import type { CollectionName } from './collections.ts'
import type { BlobName, Plain } from './payload.ts'

export type Fields = Readonly<Record<string, Plain>>

/** A made-up value, and how its photo's bytes are made again, where it names some. */
export interface Value {
  readonly fields: Fields
  readonly blob?: BlobSource
}

/** Small enough to keep; `bytesOf` makes the bytes. */
export interface BlobSource {
  readonly seed: string
  readonly bytes: number
}

type Make = (unique: string) => Plain

const REFERENCE = new Date('2009-10-01T00:00:00Z')
const KB = 1_024
const LARGEST = 8 * KB * KB

/** `unique` differs for each version: where a collection merges by field, each written value can be told apart. */
const FIELDS: Readonly<Record<Exclude<CollectionName, 'photos'>, Readonly<Record<string, Make>>>> = {
  contacts: {
    name: (unique) => `${faker.person.fullName()} ${unique}`,
    phone: (unique) => `${faker.phone.number()} x${Number.parseInt(unique, 36)}`,
    email: (unique) => `${faker.internet.username()}.${unique}@example.org`.toLowerCase(),
    address: (unique) => `${faker.location.streetAddress()}, ${unique}`,
    birthday: (unique) => `${faker.date.birthdate({ refDate: REFERENCE }).toISOString().slice(0, 10)} (${unique})`,
  },
  calendar: {
    title: () => faker.company.catchPhrase(),
    starts: () => faker.date.soon({ days: 90, refDate: REFERENCE }).toISOString(),
    minutes: () => faker.number.int({ min: 15, max: 240 }),
    place: () => faker.location.city(),
  },
  notes: { title: () => faker.lorem.words(4), text: () => faker.lorem.paragraphs({ min: 1, max: 3 }) },
  tasks: {
    title: () => `${faker.hacker.verb()} ${faker.hacker.noun()}`,
    due: () => faker.date.soon({ days: 30, refDate: REFERENCE }).toISOString().slice(0, 10),
    done: () => faker.datatype.boolean(),
  },
  scores: {
    game: () => faker.helpers.arrayElement(['Bob’s Journey', 'Rock and Rocket', 'Snap’d']),
    player: () => faker.person.firstName(),
  },
}

/** A new value, or `previous` with one or two fields changed. `unique` is a short text that no other version has. */
export function valueOf(collection: CollectionName, random: Random, unique: string, previous?: Fields): Value {
  faker.seed(random.seed())
  faker.setDefaultRefDate(REFERENCE)
  if (collection === 'photos') return photo(random, unique, previous)
  const makers = FIELDS[collection]
  const names = Object.keys(makers)
  const changed = previous ? random.shuffle(names).slice(0, random.integer(1, Math.min(2, names.length))) : names
  const made = Object.fromEntries(changed.map((name) => [name, makers[name]?.(unique) ?? null]))
  // A score only ever grows, as a high score does.
  const score = collection === 'scores' && { score: Number(previous?.['score'] ?? 0) + random.integer(1, 9_999) }
  return { fields: { ...previous, ...made, ...score } }
}

/** A new photo has bytes of 1 KB to 8 MB, sizes log-uniform; later edits change its caption only. */
function photo(random: Random, unique: string, previous: Fields | undefined): Value {
  const caption = `${faker.lorem.sentence(5)} ${unique}`
  if (previous) return { fields: { ...previous, caption } }
  const bytes = Math.round(KB * (LARGEST / KB) ** random.fraction())
  const blob: BlobSource = { seed: `${random.seed()}-${unique}`, bytes }
  const sha256 = createHash('sha256').update(bytesOf(blob)).digest('hex')
  const name: BlobName = { sha256, bytes, type: 'image/jpeg' }
  return {
    fields: { caption, taken: faker.date.recent({ refDate: REFERENCE }).toISOString(), blob: { ...name } },
    blob,
  }
}

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
export function hostileValueOf(collection: CollectionName, random: Random, unique: string, previous?: Fields): Value {
  const value = valueOf(collection, random, unique, previous)
  hostile ??= makeHostile()
  const texts = fc.sample(hostile, { seed: random.seed(), numRuns: 1 })
  const name = Object.keys(value.fields).find((field) => typeof value.fields[field] === 'string' && field !== 'blob')
  const text = `${(texts[0] ?? '').toWellFormed()} ${unique}`
  return name === undefined ? value : { ...value, fields: { ...value.fields, [name]: text } }
}
