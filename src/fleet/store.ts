/** What a device shows: its rows by the service's ids, with what it knows of each. */

import type { RowEntry } from '../ledger/index.ts'
import type { CollectionName, VersionVector } from '../records/index.ts'

export interface Held {
  readonly id: string
  readonly collection: CollectionName
  readonly body: string
  readonly tag: string | undefined
  readonly entry: RowEntry
  /** What the editor of this version had seen; undefined for a stranger's row. */
  readonly saw: VersionVector | undefined
}

/** A deletion that the device knows of: its own, or one that it was told. */
export interface Tombstone {
  readonly id: string
  /** The operation, where it was the device's own. */
  readonly op: string | undefined
  readonly collection: CollectionName
  readonly record: string | undefined
  readonly saw: VersionVector | undefined
}

export class Store {
  readonly #rows = new Map<string, Held>()
  readonly #byRecord = new Map<string, Set<string>>()
  readonly tombstones = new Map<string, Tombstone>()
  /** Newer than the server or unknown to it, since the server went back: kept, not shown. */
  aside: Held[] = []
  /** Deletions that the server had forgotten when it went back. */
  readonly deletionsAside = new Map<string, Tombstone>()

  get size(): number {
    return this.#rows.size
  }

  get(id: string): Held | undefined {
    return this.#rows.get(id)
  }

  all(): Iterable<Held> {
    return this.#rows.values()
  }

  /** Rows of a record, the oldest id first; more than one where both sides of a conflict were kept. */
  ofRecord(record: string): readonly Held[] {
    const ids = [...(this.#byRecord.get(record) ?? [])].toSorted()
    return ids.flatMap((id) => this.#rows.get(id) ?? [])
  }

  put(held: Held): void {
    this.remove(held.id)
    this.#rows.set(held.id, held)
    this.tombstones.delete(held.id)
    const { record } = held.entry
    if (record === undefined) return
    const ids = this.#byRecord.get(record) ?? new Set()
    this.#byRecord.set(record, ids.add(held.id))
  }

  remove(id: string): Held | undefined {
    const held = this.#rows.get(id)
    this.#rows.delete(id)
    if (held?.entry.record !== undefined) this.#byRecord.get(held.entry.record)?.delete(id)
    return held
  }
}
