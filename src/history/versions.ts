/**
 * Every edit as a version of its record: what it holds, what its editor had seen, and what came of sending it. Kept as
 * columns of numbers; a `Version` is one place in them.
 */

import type { Stamped, WorkAct } from '../ledger/entries.ts'
import { tokenOf, type CollectionName } from '../records/index.ts'
import { floats, Lists, sideBySide } from './columns.ts'
import { digestOf } from './digest.ts'
import type { Moment } from './moment.ts'
import { Names } from './names.ts'
import { numberAt, Numbered, splitOf } from './numbered.ts'
import type { Saw } from './saw.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

/** When an edit was first acknowledged. */
export type Acknowledged = Omit<Moment, 'ms'>

/** Somebody's attempt to bring a version back. */
export interface Offer {
  readonly at: number
  readonly by: 'edge restore' | 'salvage' | 'program'
  readonly device: string
}

const DOT = '.'
const PUT = 1
const FRESH = 2
const ADOPTED = 4
const SCORED = 8
/** In which act it was acknowledged stands from this bit on. */
const ACT = 4
const ACTS: readonly (WorkAct | undefined)[] = [undefined, 'before', 'disaster', 'recovery']

/** Columns that few ask for. */
const REST = ['saw', 'number', 'fields', 'shape', 'sentFirst', 'sentLast'] as const

export class Versions {
  readonly devices = new Names()
  readonly #its = sideBySide(
    // What rows and the judge ask for first, then the rest.
    ['record', 'device', 'kind', 'holders', 'next', 'ackedAt', 'sent', 'refused', 'bases', 'at', ...REST],
    ['digest', 'ackedDrillMs'],
  )
  /** A token is its device's name, a dot and a number. */
  readonly #tokens = new Numbered({ stems: this.devices, joint: DOT })
  readonly #byOp = new Numbered()
  /** Asked for last: an edit is sent and answered soon after it is made. */
  #lastOp = { op: '', place: 0 }
  readonly record = this.#its.record
  readonly next = this.#its.next
  readonly at = this.#its.at
  /** The number at the end of its token, which else is its device's name; 0 where the token is another text. */
  readonly #number = this.#its.number
  readonly #otherTokens = new Map<number, string>()
  readonly device = this.#its.device
  readonly kind = this.#its.kind
  readonly digest = this.#its.digest
  readonly #saws = new Lists()
  readonly #saw = this.#its.saw
  readonly #bases = this.#its.bases
  /** What the fields of each version hold, and then its score where it has one. */
  readonly #contents = floats()
  #contentsEnd = 0
  readonly #fields = this.#its.fields
  /** Names of fields are few: each set of them has a number. */
  readonly #shapes: (readonly string[])[] = [[]]
  readonly #shapeOf = new Map<string, number>()
  /** Of each collection the one that was used last. */
  readonly #newest = new Map<CollectionName, number>()
  readonly #shape = this.#its.shape
  /** Of the devices that were shown it, the last to be shown it first. */
  readonly holders = this.#its.holders
  readonly sentFirst = this.#its.sentFirst
  readonly sentLast = this.#its.sentLast
  readonly sent = this.#its.sent
  readonly refused = this.#its.refused
  /** Of operations that were sent more than twice, or that somebody offered again. */
  readonly #attempts = new Map<number, number[]>()
  readonly #offers = new Map<number, Offer[]>()
  readonly ackedAt = this.#its.ackedAt
  readonly ackedDrillMs = this.#its.ackedDrillMs
  /** Places begin at 1: 0 says that there is none. */
  count = 0

  /** Its place. An edit whose token is known already is another version under the same name. */
  add(entry: Of<'edit'>, record: number): number {
    const place = (this.count += 1)
    this.#byOp.set(entry.op, place)
    this.#lastOp = { op: entry.op, place }
    this.record.set(place, record)
    this.device.set(place, this.devices.of(entry.device))
    this.#name(place, entry)
    this.at.set(place, entry.at)
    this.kind.set(place, kindOf(entry))
    this.digest.set(place, digestOf(entry.hash))
    this.#saw.set(place, this.#sawIn(entry.saw))
    if (entry.basedOn.length > 0) this.#bases.set(place, this.#known(entry.basedOn))
    this.#fields.set(place, this.#contentsEnd)
    if (entry.fields) this.#addFields(place, entry.collection, entry.fields)
    if (entry.score !== undefined) this.#addContent(entry.score)
    return place
  }

  sentAgain({ op, at, by, device }: Of<'sent'>): number {
    const place = this.ofOp(op)
    if (place === 0) return 0
    const attempts = this.sent.get(place) + 1
    this.sent.set(place, attempts)
    if (attempts === 1) this.sentFirst.set(place, at)
    else this.#attempts.set(place, [...(this.#attempts.get(place) ?? [this.sentFirst.get(place)]), at])
    this.sentLast.set(place, at)
    if (by) this.#offers.set(place, [...(this.#offers.get(place) ?? []), { at, by, device }])
    return place
  }

  /** The first acknowledgement counts, whatever comes later. */
  acknowledge(place: number, { at, drillMs, act }: Acknowledged): boolean {
    if (this.ackedAt.get(place) !== 0) return false
    this.ackedAt.set(place, at)
    this.ackedDrillMs.set(place, drillMs)
    this.kind.set(place, this.kind.get(place) | (ACTS.indexOf(act) << ACT))
    return true
  }

  ofOp(op: string): number {
    return op === this.#lastOp.op ? this.#lastOp.place : this.#byOp.get(op)
  }

  /** 0 for a token that nobody wrote. */
  ofToken(token: string | undefined): number {
    return token === undefined ? 0 : this.#tokens.get(token)
  }

  isPut(place: number): boolean {
    return (this.kind.get(place) & PUT) !== 0
  }

  isFresh(place: number): boolean {
    return (this.kind.get(place) & FRESH) !== 0
  }

  /** Of a record that was there before the drill, as it was found. */
  isAdopted(place: number): boolean {
    return (this.kind.get(place) & ADOPTED) !== 0
  }

  /** Made by somebody at work: neither fresh nor adopted. */
  isOfPeople(place: number): boolean {
    return (this.kind.get(place) & (FRESH | ADOPTED)) === 0
  }

  /** As the ledger names it: `phone-3.12`. */
  name(place: number): string {
    const number = this.#number.get(place)
    if (number === 0) return this.#otherTokens.get(place) ?? ''
    return tokenOf(this.devices.name(this.device.get(place)), number)
  }

  #name(place: number, { version, device }: Of<'edit'>): void {
    this.#tokens.set(version, place)
    const split = splitOf(version, DOT)
    if (split === device.length + DOT.length && version.startsWith(device))
      this.#number.set(place, numberAt(version, split))
    else this.#otherTokens.set(place, version)
  }

  saw(place: number): Saw {
    return this.#saws.at(this.#saw.get(place))
  }

  hasBases(place: number): boolean {
    return this.#bases.get(place) !== 0
  }

  bases(place: number): readonly number[] {
    return this.#saws.at(this.#bases.get(place))
  }

  /** Its editor was looking at the other. */
  isBasedOn(place: number, other: number): boolean {
    const list = this.#bases.get(place)
    for (let index = 0; index < this.#saws.length(list); index += 1)
      if (this.#saws.get(list, index) === other) return true
    return false
  }

  fieldNames(place: number): readonly string[] {
    return this.#shapes[this.#shape.get(place)] ?? []
  }

  field(place: number, name: string): number | undefined {
    const index = this.fieldNames(place).indexOf(name)
    return index < 0 ? undefined : this.#contents.get(this.#fields.get(place) + index)
  }

  score(place: number): number | undefined {
    if ((this.kind.get(place) & SCORED) === 0) return undefined
    return this.#contents.get(this.#fields.get(place) + this.fieldNames(place).length)
  }

  attempts(place: number): readonly number[] {
    const count = this.sent.get(place)
    if (count === 0) return []
    return this.#attempts.get(place) ?? [this.sentFirst.get(place)]
  }

  offers(place: number): readonly Offer[] {
    return this.#offers.get(place) ?? []
  }

  acked(place: number): Acknowledged | undefined {
    const at = this.ackedAt.get(place)
    if (at === 0) return undefined
    return { at, drillMs: this.ackedDrillMs.get(place), act: ACTS[this.kind.get(place) >> ACT] }
  }

  #sawIn(vector: Readonly<Record<string, number>>): number {
    const start = this.#saws.begin()
    for (const device in vector) {
      this.#saws.push(this.devices.of(device))
      this.#saws.push(vector[device] ?? 0)
    }
    return this.#saws.end(start)
  }

  #addFields(place: number, of: CollectionName, fields: Readonly<Record<string, string>>): void {
    let shape = this.#newest.get(of) ?? 0
    let count = 0
    for (const name in fields) {
      if (this.#shapes[shape]?.[count] !== name) shape = -1
      this.#addContent(digestOf(fields[name]))
      count += 1
    }
    if (shape < 0 || this.#shapes[shape]?.length !== count) shape = this.#shapeNumber(of, Object.keys(fields))
    this.#shape.set(place, shape)
  }

  #addContent(value: number): void {
    this.#contents.set(this.#contentsEnd, value)
    this.#contentsEnd += 1
  }

  /** A list of those that somebody wrote. */
  #known(tokens: readonly string[]): number {
    const start = this.#saws.begin()
    for (const token of tokens) {
      const place = this.#tokens.get(token)
      if (place !== 0) this.#saws.push(place)
    }
    return this.#saws.end(start)
  }

  #shapeNumber(of: CollectionName, names: readonly string[]): number {
    const key = names.join('\n')
    let number = this.#shapeOf.get(key)
    if (number === undefined) {
      number = this.#shapes.push(names) - 1
      this.#shapeOf.set(key, number)
    }
    this.#newest.set(of, number)
    return number
  }
}

function kindOf({ change, fresh, adopted, score }: Of<'edit'>): number {
  return (
    (change === 'put' ? PUT : 0) | (fresh ? FRESH : 0) | (adopted ? ADOPTED : 0) | (score === undefined ? 0 : SCORED)
  )
}
