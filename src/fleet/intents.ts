/**
 * Plans the edits of a `work` step: who, what, when, from the seed alone. What an update or a delete aims at is chosen
 * among the records that the plan has made so far; whether the device shows it then is found out during the run.
 */

import { Failure, type Random } from '../kernel/index.ts'
import type { Intent } from '../ledger/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { Program } from './programs/program.ts'
import type { RosterDevice } from './roster.ts'

export interface WorkPlan {
  readonly step: string
  readonly edits: number
  readonly overMs: number
  readonly devices: readonly RosterDevice[]
  /** Dealt in shuffled rounds: what stands here twice comes twice as often. */
  readonly changes?: readonly Intent['change'][]
  /** Dealt alike. */
  readonly collections: readonly CollectionName[]
  /** Those of which half of the updates and deletes aim at what was there before the drill. */
  readonly there?: readonly CollectionName[]
}

/** Records that were planned, by account and collection; shared by all steps of one plan. */
export class PlannedRecords {
  readonly #live = new Map<string, string[]>()
  readonly #names = new Set<string>()

  of(account: string, collection: CollectionName): string[] {
    const key = `${account}/${collection}`
    const live = this.#live.get(key) ?? []
    this.#live.set(key, live)
    return live
  }

  /** Unique in the run, easy to find in raw bytes, and not counted: no other step has a say. `rec-412970-k3f9` */
  nextName(random: Random): string {
    for (;;) {
      const digits = String(random.integer(0, FRESH_NAMES - 1)).padStart(6, '0')
      const tail = random.integer(0, 36 ** 4 - 1).toString(36)
      const name = `rec-${digits}-${tail.padStart(4, '0')}`
      if (this.#names.has(name)) continue
      this.#names.add(name)
      return name
    }
  }
}

/** Of ten edits, six create, three update and one deletes. */
const USUAL: readonly Intent['change'][] = [
  ...Array.from({ length: 6 }, () => 'create' as const),
  ...Array.from({ length: 3 }, () => 'update' as const),
  'delete',
]

/** Numbers from here on are kept for the fresh edits after the storm. */
const FRESH_NAMES = 900_000

/** `random` is the fork of this step value and occurrence; names of operations begin with the step's id. */
export function planIntents(plan: WorkPlan, records: PlannedRecords, random: Random): readonly Intent[] {
  const { step, edits, overMs, changes = USUAL, collections, there = [] } = plan
  const devices = plan.devices.filter(({ program }) => !program || ownCollections(program, collections).length > 0)
  if (devices.length === 0) throw new Failure('usage', `${step}: work: expected at least one device to edit, got none`)
  const kinds = dealt(random.fork('kinds'), edits, changes)
  const cards = dealt(random.fork('collections'), edits, collections)
  const people = dealt(random.fork('devices'), edits, devices)
  return Array.from({ length: edits }, (_, place) => {
    const draw = random.fork(place)
    const device = people[place] as RosterDevice
    const dealtCollection = cards[place] as CollectionName
    const own = device.program && ownCollections(device.program, collections)
    const collection =
      own && !own.includes(dealtCollection) ? (own[place % own.length] as CollectionName) : dealtCollection
    const live = records.of(device.account, collection)
    const wanted = kinds[place] as Intent['change']
    const isThere = wanted !== 'create' && !device.program && there.includes(collection) && isHeads(draw)
    const change = live.length === 0 && !isThere ? 'create' : wanted
    const isNamed = change !== 'create' && !isThere
    const record = isNamed ? chosen(draw, live) : records.nextName(draw)
    if (!isNamed) live.push(record)
    if (change === 'delete') live.splice(live.indexOf(record), 1)
    const afterMs = Math.round((overMs * place) / edits)
    return {
      op: `${step}#${place + 1}`,
      step,
      device: device.name,
      account: device.account,
      collection,
      record,
      change,
      afterMs,
      ...(isThere && { there: true as const }),
    }
  })
}

/** In a fork of its own: it moves nobody else's numbers. */
const isHeads = (random: Random) => random.fork('there').fraction() < 0.5

/** What a program carries of them: its user edits nothing else on that device. */
function ownCollections({ carries }: Program, collections: readonly CollectionName[]): readonly CollectionName[] {
  return collections.filter((one) => carries.includes(one))
}

/** Each has a rank of its own in this draw: without some of the others, the same one is chosen. */
function chosen(random: Random, names: readonly string[]): string {
  const ranked = names.map((name) => ({ name, rank: random.fork(name).fraction() }))
  return ranked.reduce((best, other) => (other.rank > best.rank ? other : best)).name
}

/** In shuffled rounds: over any stretch, each card comes about as often as every other. */
function dealt<T>(random: Random, count: number, cards: readonly T[]): readonly T[] {
  const hands: T[] = []
  while (hands.length < count) hands.push(...random.shuffle(cards))
  return hands.slice(0, count)
}
