/**
 * Rows that are not exactly what somebody wrote: merged, damaged, or nobody's. The same content of the same record is
 * one variant, however many views show it; who showed it first and last is kept, for what was seen once stays seen.
 */

import type { Party, RowEntry } from '../ledger/entries.ts'

export interface Sighting {
  readonly at: number
  readonly party: Party
}

export interface Variant {
  readonly row: RowEntry
  /** 0 where the row names no record. */
  readonly record: number
  /** By a party that shows what it holds to somebody: the server, a device, a brand-new device. */
  first: Sighting | undefined
  last: Sighting | undefined
  /** By the server, or by a device in a view of its own account, before the end. */
  readonly devices: Set<string>
}

const SHOWS: ReadonlySet<Party['kind']> = new Set(['server', 'device', 'new device'])

export class Variants {
  readonly all: Variant[] = []
  readonly #byKey = new Map<string, number>()
  readonly #ofRecord = new Map<number, Variant[]>()

  /** Its number, below 0. */
  see(row: RowEntry, record: number, sighting: Sighting): number {
    const number = this.#numberOf(row, record, sighting)
    const variant = this.all[-number - 1]
    if (variant && SHOWS.has(sighting.party.kind)) {
      variant.first ??= sighting
      variant.last = sighting
      if ('device' in sighting.party) variant.devices.add(sighting.party.device)
    }
    return number
  }

  get(number: number): Variant {
    const variant = this.all[-number - 1]
    if (!variant) throw new RangeError(`there is no variant ${number}`)
    return variant
  }

  /** Of one record, in the order in which they were first shown. */
  of(record: number): readonly Variant[] {
    return this.#ofRecord.get(record) ?? []
  }

  #numberOf(row: RowEntry, record: number, { party }: Sighting): number {
    const { collection, id, version = '', hash = '', blobMissing = false } = row
    // A row that belongs to no record is told apart by where it stands.
    const whose = record === 0 ? `${party.account}/${id}` : `${record}`
    const key = `${whose}/${collection}/${version}/${hash}/${blobMissing}`
    let number = this.#byKey.get(key)
    if (number === undefined) {
      const variant = { row, record, first: undefined, last: undefined, devices: new Set<string>() }
      number = -this.all.push(variant)
      this.#byKey.set(key, number)
      const own = this.#ofRecord.get(record)
      if (own) own.push(variant)
      else this.#ofRecord.set(record, [variant])
    }
    return number
  }
}

/** Of an entry, without its place in the ledger. */
export function rowOf(entry: RowEntry): RowEntry {
  const { collection, id, record, version, hash, fields, score, blobMissing } = entry
  return {
    collection,
    id,
    ...(record !== undefined && { record }),
    ...(version !== undefined && { version }),
    ...(hash !== undefined && { hash }),
    ...(fields !== undefined && { fields }),
    ...(score !== undefined && { score }),
    ...(blobMissing && { blobMissing }),
  }
}
