/**
 * What a made-up fleet does, operation by operation: 60 creates, 30 updates and 10 deletes of a hundred, by one or two
 * devices of each account, and what each attempt comes to. The same seed does the same.
 */

import { Random } from '../../src/kernel/index.ts'
import { PRESET_NAMES } from '../../src/records/index.ts'

/** Edits of one person's devices, for each account. */
const EDITS_PER_ACCOUNT = 300

/** Shares of all attempts, in thousandths; while answers are being lost, an attempt stays open ten times as often. */
const REJECTED = 5
const OPEN = 15
const CONFLICTS = 20

export type Part = 'before' | 'disaster' | 'recovery'

export function partOf(place: number, size: number): Part {
  return place < size * 0.6 ? 'before' : place < size * 0.7 ? 'disaster' : 'recovery'
}

export interface Operation {
  readonly place: number
  readonly part: Part
  readonly change: 'create' | 'update' | 'delete'
  readonly record: number
  readonly account: number
  /** The first or the second of its account. */
  readonly device: 0 | 1
  readonly outcome: 'acked' | 'acked at last' | 'rejected' | 'never answered'
  /** The service carried it out, answered or not. */
  readonly applied: boolean
  /** The operation before was of the other device, on the same record, and this one was made without seeing it. */
  readonly concurrent: boolean
}

export class Operations {
  readonly size: number
  readonly accounts: number
  readonly devices: number
  /** More records than there will be. */
  readonly atMost: number
  /** Of each record, by its number. */
  readonly accountOf: Uint32Array
  readonly collectionOf: Uint8Array
  records = 0
  readonly #random: Random
  readonly #alive: Uint32Array
  #living = 0
  #done = 0

  constructor(size: number, seed: number) {
    this.size = size
    this.accounts = Math.max(3, Math.round(size / EDITS_PER_ACCOUNT))
    this.devices = this.accounts + Math.ceil(this.accounts / 3)
    this.atMost = Math.ceil(size * 0.65) + this.devices + 100
    this.accountOf = new Uint32Array(this.atMost)
    this.collectionOf = new Uint8Array(this.atMost)
    this.#alive = new Uint32Array(this.atMost)
    this.#random = new Random(`bench/${seed}`)
  }

  /** Every third account has two. */
  devicesOf(account: number): number {
    return account % 3 === 0 ? 2 : 1
  }

  deviceOf(account: number, device: number): number {
    return account + Math.ceil(account / 3) + device
  }

  born(account: number, collection: number): number {
    const record = this.records
    this.records += 1
    this.accountOf[record] = account
    this.collectionOf[record] = collection
    return record
  }

  *[Symbol.iterator](): Generator<Operation, void, undefined> {
    while (this.#done < this.size) {
      const one = this.#one()
      yield one
      if (this.#isContested(one)) yield this.#rival(one)
    }
  }

  #next(): { readonly place: number; readonly part: Part } {
    const place = this.#done
    this.#done += 1
    return { place, part: partOf(place, this.size) }
  }

  #one(): Operation {
    const { place, part } = this.#next()
    const drawn = this.#random.integer(0, 99)
    const change = this.#living === 0 || drawn < 60 ? 'create' : drawn < 90 ? 'update' : 'delete'
    const at = change === 'create' ? this.#living : this.#random.integer(0, this.#living - 1)
    const record = change === 'create' ? this.#create() : (this.#alive[at] ?? 0)
    const account = this.accountOf[record] ?? 0
    const device = this.devicesOf(account) === 2 && this.#random.integer(0, 1) === 1 ? 1 : 0
    const { outcome, applied } = this.#outcome(change, part)
    if (applied) this.#change(change, record, at)
    return { place, part, change, record, account, device, outcome, applied, concurrent: false }
  }

  #create(): number {
    return this.born(this.#random.integer(0, this.accounts - 1), this.#random.integer(0, PRESET_NAMES.length - 1))
  }

  #outcome(change: Operation['change'], part: Part): Pick<Operation, 'outcome' | 'applied'> {
    const drawn = this.#random.integer(0, 999)
    const open = part === 'disaster' ? OPEN * 10 : OPEN
    if (drawn < open) {
      if (this.#random.integer(0, 4) > 0) return { outcome: 'acked at last', applied: true }
      return { outcome: 'never answered', applied: this.#random.integer(0, 1) === 1 }
    }
    if (drawn < open + REJECTED && change === 'update') return { outcome: 'rejected', applied: false }
    return { outcome: 'acked', applied: true }
  }

  #change(change: Operation['change'], record: number, at: number): void {
    if (change === 'create') {
      this.#alive[this.#living] = record
      this.#living += 1
    } else if (change === 'delete') {
      this.#living -= 1
      this.#alive[at] = this.#alive[this.#living] ?? 0
    }
  }

  /** Where fields merge, or the last one wins. */
  #isContested({ change, record, account, outcome }: Operation): boolean {
    const collection = PRESET_NAMES[this.collectionOf[record] ?? 0]
    return (
      change === 'update' &&
      outcome === 'acked' &&
      this.devicesOf(account) === 2 &&
      (collection === 'contacts' || collection === 'tasks') &&
      this.#done < this.size &&
      this.#random.integer(0, 999) < CONFLICTS
    )
  }

  #rival({ record, account, device }: Operation): Operation {
    const common = { change: 'update', record, account, device: device === 0 ? 1 : 0 } as const
    return { ...this.#next(), ...common, outcome: 'acked', applied: true, concurrent: true }
  }
}
