/** Which acknowledged records the final reads of the server did not show: what it is worth searching raw bytes for. */

import type { Stamped } from '../ledger/index.ts'

export class Missing {
  readonly #records = new Map<string, string>()
  readonly #owed = new Set<string>()
  readonly #finalViews = new Set<number>()
  readonly #shown = new Set<string>()
  readonly #deletes = new Set<string>()

  /** Give it every entry. */
  readonly take = (entry: Stamped): void => {
    if (entry.is === 'edit') {
      this.#records.set(entry.op, entry.record)
      if (entry.change === 'delete') this.#deletes.add(entry.op)
    }
    if (entry.is === 'answered' && entry.outcome === 'acked') {
      const record = this.#records.get(entry.op)
      if (record === undefined) return
      if (this.#deletes.has(entry.op)) this.#owed.delete(record)
      else this.#owed.add(record)
    }
    if (entry.is === 'view' && entry.when === 'final' && entry.party.kind === 'server') this.#finalViews.add(entry.view)
    if (entry.is === 'row' && entry.record !== undefined && this.#finalViews.has(entry.view))
      this.#shown.add(entry.record)
  }

  atEnd(): ReadonlySet<string> {
    return this.#owed.difference(this.#shown)
  }
}
