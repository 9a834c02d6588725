/** One edit, by its place among all versions: what it holds, what its editor had seen, what came of sending it. */

import { isSeenBy, type Saw } from './saw.ts'
import type { Acknowledged, Offer, Versions } from './versions.ts'

/** Two are the same version when they have the same `place`. */
export class Version {
  readonly #all: Versions
  /** In the order of the ledger, from 1. */
  readonly place: number
  #saw: Saw | undefined

  constructor(all: Versions, place: number) {
    this.#all = all
    this.place = place
  }

  /** As the ledger names it: `phone-3.12`. */
  get name(): string {
    return this.#all.name(this.place)
  }
  get record(): number {
    return this.#all.record.get(this.place)
  }
  get at(): number {
    return this.#all.at.get(this.place)
  }
  get device(): string {
    return this.#all.devices.name(this.#all.device.get(this.place))
  }
  get change(): 'put' | 'delete' {
    return this.#all.isPut(this.place) ? 'put' : 'delete'
  }
  /** The one edit that its device makes after the storm. */
  get fresh(): boolean {
    return this.#all.isFresh(this.place)
  }
  /** Of a record that was there before the drill, as it was found. */
  get isAdopted(): boolean {
    return this.#all.isAdopted(this.place)
  }
  /** Made by somebody at work: neither fresh nor adopted. */
  get isOfPeople(): boolean {
    return this.#all.isOfPeople(this.place)
  }
  /** What its editor had seen, itself included. */
  get saw(): Saw {
    return (this.#saw ??= this.#all.saw(this.place))
  }
  /** Versions that its editor was looking at, by place. */
  get basedOn(): readonly number[] {
    return this.#all.bases(this.place)
  }
  get digest(): number {
    return this.#all.digest.get(this.place)
  }
  get fieldNames(): readonly string[] {
    return this.#all.fieldNames(this.place)
  }
  field(name: string): number | undefined {
    return this.#all.field(this.place, name)
  }
  get score(): number | undefined {
    return this.#all.score(this.place)
  }
  /** Positions at which attempts were sent, oldest first. */
  get sent(): readonly number[] {
    return this.#all.attempts(this.place)
  }
  get lastSent(): number | undefined {
    return this.#all.sent.get(this.place) === 0 ? undefined : this.#all.sentLast.get(this.place)
  }
  /** How many attempts were refused. */
  get refused(): number {
    return this.#all.refused.get(this.place)
  }
  get offered(): readonly Offer[] {
    return this.#all.offers(this.place)
  }
  get acked(): Acknowledged | undefined {
    return this.#all.acked(this.place)
  }
  get isAcked(): boolean {
    return this.#all.ackedAt.get(this.place) !== 0
  }
  /** Nobody knows whether the server carried it out: an attempt at least was neither acknowledged nor refused. */
  get isOpen(): boolean {
    return !this.isAcked && this.#all.sent.get(this.place) > this.refused
  }
  /** It is the other, or an ancestor that the editor of the other had seen. */
  isSeenBy(other: Version): boolean {
    return isSeenBy(this.saw, other.saw)
  }
}
