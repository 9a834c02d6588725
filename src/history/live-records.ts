/** How many records of an account are live, by collection, as far as the ledger has got. */

import type { CollectionName } from '../records/index.ts'

export class LiveRecords {
  readonly #counts = new Map<CollectionName, number>()

  /** Of one that nobody has planned, nothing is known. */
  change(collection: CollectionName | undefined, by: 1 | -1): void {
    if (collection === undefined) return
    this.#counts.set(collection, (this.#counts.get(collection) ?? 0) + by)
  }

  /** As they are now, whatever comes later. */
  now(): ReadonlyMap<CollectionName, number> {
    return new Map(this.#counts)
  }

  /** At least so many were live then and are now, in the collections that were read. */
  since(then: ReadonlyMap<CollectionName, number>, unread: ReadonlySet<CollectionName>): number {
    const read = [...this.#counts].filter(([collection]) => !unread.has(collection))
    return read.reduce((sum, [collection, count]) => sum + Math.max(0, Math.min(count, then.get(collection) ?? 0)), 0)
  }
}
