/** What people keep: six collections, in the order in which Sidekick users were promised their data back in 2009. */

// One language: all of them take a tenth of a second to load.
import { faker } from '@faker-js/faker/locale/en'
import { collection, type Collection } from './collection.ts'
import type { CollectionName } from './policies.ts'
import { REFERENCE } from './values.ts'

const MODIFIED = { modifiedIn: 'modified' } as const

/**
 * Name, phone, email, address and birthday, merged field by field: each written value can be told apart.
 * @example
 * client({ carries: [contacts], connect })
 */
export const contacts = collection('contacts', {
  policy: 'merge',
  values: {
    name: ({ unique }) => `${faker.person.fullName()} ${unique}`,
    phone: ({ unique }) => `${faker.phone.number()} x${Number.parseInt(unique, 36)}`,
    email: ({ unique }) => `${faker.internet.username()}.${unique}@example.org`.toLowerCase(),
    address: ({ unique }) => `${faker.location.streetAddress()}, ${unique}`,
    birthday: ({ unique }) => `${faker.date.birthdate({ refDate: REFERENCE }).toISOString().slice(0, 10)} (${unique})`,
  },
})

/**
 * Appointments: the last writer wins, and an update beats a delete.
 * @example
 * client({ carries: [calendar], connect })
 */
export const calendar = collection('calendar', {
  policy: 'lww, update wins',
  values: {
    title: () => faker.company.catchPhrase(),
    starts: () => faker.date.soon({ days: 90, refDate: REFERENCE }).toISOString(),
    minutes: () => faker.number.int({ min: 15, max: 240 }),
    place: () => faker.location.city(),
  },
  ...MODIFIED,
})

/**
 * Notes: where two people write at once, both texts are kept.
 * @example
 * client({ carries: [notes], connect })
 */
export const notes = collection('notes', {
  policy: 'keep both',
  values: { title: () => faker.lorem.words(4), text: () => faker.lorem.paragraphs({ min: 1, max: 3 }) },
  ...MODIFIED,
})

/**
 * Things to do: the last writer wins.
 * @example
 * client({ carries: [tasks], connect })
 */
export const tasks = collection('tasks', {
  policy: 'lww',
  values: {
    title: () => `${faker.hacker.verb()} ${faker.hacker.noun()}`,
    due: () => faker.date.soon({ days: 30, refDate: REFERENCE }).toISOString().slice(0, 10),
    done: () => faker.datatype.boolean(),
  },
  ...MODIFIED,
})

/**
 * Photos have bytes; later edits change their captions only.
 * @example
 * client({ carries: [photos], connect })
 */
export const photos = collection('photos', {
  policy: 'append',
  blob: true,
  values: {
    caption: ({ unique }) => `${faker.lorem.sentence(5)} ${unique}`,
    taken: () => faker.date.recent({ refDate: REFERENCE }).toISOString(),
  },
  fixed: ['taken'],
  ...MODIFIED,
})

/**
 * High scores of games: the greatest wins.
 * @example
 * client({ carries: [scores], connect })
 */
export const scores = collection('scores', {
  policy: 'max',
  greatest: 'score',
  values: {
    game: () => faker.helpers.arrayElement(['Bob’s Journey', 'Rock and Rocket', 'Snap’d']),
    player: () => faker.person.firstName(),
    score: ({ random }) => random.integer(1, 9_999),
  },
  ...MODIFIED,
})

const ALL = [contacts, calendar, notes, tasks, photos, scores] as const

/** A collection of the preset, by its name. */
export type PresetName = (typeof ALL)[number]['name']

export const PRESET: ReadonlyMap<CollectionName, Collection> = new Map(ALL.map((one) => [one.name, one] as const))

/** Their names, in that order. */
export const PRESET_NAMES: readonly PresetName[] = ALL.map(({ name }) => name)
