/** Edits that the service has not answered for yet, in the order in which they were made. */

import type { Change } from '../clients/index.ts'
import type { RowEntry } from '../ledger/index.ts'
import type { CollectionName, Token, VersionVector } from '../records/index.ts'
import type { Held } from './store.ts'

export interface Pending {
  readonly op: string
  readonly collection: CollectionName
  readonly record: string
  readonly token: Token
  readonly as: Change['as']
  readonly body: string | undefined
  /** As the view of this outbox tells it. */
  readonly entry: RowEntry
  /** What the editor had seen, this edit included. */
  readonly saw: VersionVector
  /** What the device showed before: comes back when the service refuses. */
  before: Held | undefined
  /** Moves when the service mints an id, or gives a new tag to an earlier edit of the same row. */
  id: string
  basedOn: string | undefined
}

export class Outbox {
  #pending: Pending[] = []

  get size(): number {
    return this.#pending.length
  }

  get first(): Pending | undefined {
    return this.#pending[0]
  }

  all(): readonly Pending[] {
    return this.#pending
  }

  add(pending: Pending): void {
    this.#pending.push(pending)
  }

  concerns(id: string): boolean {
    return this.#pending.some((pending) => pending.id === id)
  }

  /** Ended, one way or the other. */
  drop(pending: Pending): void {
    this.#pending = this.#pending.filter((other) => other !== pending)
  }

  /** It was refused: the next edit of the row, should it be refused too, goes back to what was there before both. */
  rebuild(refused: Pending): void {
    const next = this.#pending.find(({ id }) => id === refused.id)
    if (next) next.before = refused.before
  }

  /** Later edits of the same row follow it to its new id and tag; without a new tag, they stay based on the old one. */
  follow(oldId: string, id: string, tag: string | undefined): void {
    for (const pending of this.#pending) {
      if (pending.id !== oldId) continue
      pending.id = id
      pending.basedOn = tag ?? pending.basedOn
    }
  }

  clear(): readonly Pending[] {
    const lost = this.#pending
    this.#pending = []
    return lost
  }
}
