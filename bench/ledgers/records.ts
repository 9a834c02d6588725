/** What a made-up service holds: of each record a few numbers, from which its row is written anew each time. */

import type { Entry } from '../../src/ledger/index.ts'
import { PRESET_NAMES, tokenOf, type PresetName, type VersionVector } from '../../src/records/index.ts'
import { hexOf, inOnePiece, mixed } from './contents.ts'
import type { Operation, Operations } from './operations.ts'

/** How many fields a record has; the last one of a score is its number, which each edit raises. */
const FIELDS: Readonly<Record<PresetName, number>> = {
  contacts: 5,
  calendar: 4,
  notes: 2,
  tasks: 3,
  photos: 3,
  scores: 3,
}
const MOST_FIELDS = 5
const noOps = (): number[] => Array.from({ length: MOST_FIELDS }, () => 0)
/** Only ever grows, as a high score does. */
const scoreOf = (place: number): number => 1_000 + place

/** Of a record: its second device wrote last; it is there; not all that was done to it is sure. */
const BY_SECOND = 1
const ALIVE = 2
const UNSURE = 4

type Seen = [first: number, second: number]

/** What a device says of an edit that it made. */
export type Version = Pick<Edit, 'change' | 'version' | 'saw' | 'basedOn' | 'hash' | 'fields' | 'score'>
type Edit = Extract<Entry, { readonly is: 'edit' }>
type Row = Extract<Entry, { readonly is: 'row' }>

export class Records {
  readonly #operations: Operations
  readonly #devices: readonly string[]
  readonly #counters: Uint32Array
  /** Of each record: edits that its row has seen, by device; the operation that wrote last, and that of each field. */
  readonly #seen: Uint32Array
  readonly #lastOps: Uint32Array
  readonly #fieldOps: Uint32Array
  readonly #flags: Uint8Array
  /** What the record before the newest edit was written by: a rival still builds on it. */
  readonly #before: { seen: Seen; flags: number; readonly ops: number[] } = { seen: [0, 0], flags: 0, ops: noOps() }
  /** Which operation wrote each field of what is being written; made once, for there are millions. */
  readonly #ops = noOps()

  constructor(operations: Operations, devices: readonly string[]) {
    this.#operations = operations
    this.#devices = devices
    this.#counters = new Uint32Array(devices.length)
    this.#seen = new Uint32Array(2 * operations.atMost)
    this.#lastOps = new Uint32Array(operations.atMost)
    this.#fieldOps = new Uint32Array(MOST_FIELDS * operations.atMost)
    this.#flags = new Uint8Array(operations.atMost)
  }

  nameOf(record: number): string {
    return hexOf(8, record, 0x7ec, 'rec-')
  }

  idOf(record: number): string {
    return hexOf(32, record, 0x1d, 'row-')
  }

  collectionOf(record: number): PresetName {
    return PRESET_NAMES[this.#operations.collectionOf[record] ?? 0] ?? 'notes'
  }

  isThere(record: number): boolean {
    return ((this.#flags[record] ?? 0) & ALIVE) !== 0
  }

  /** It is there, and everything that was done to it was acknowledged, one edit after the other. */
  isSure(record: number): boolean {
    return ((this.#flags[record] ?? 0) & (ALIVE | UNSURE)) === ALIVE
  }

  lastOpOf(record: number): number {
    return this.#lastOps[record] ?? 0
  }

  /** Carries an edit out, where the service did, and tells the version that the device made. */
  edit(operation: Operation): Version {
    const { record, account, device, place, change, applied, outcome, concurrent } = operation
    const number = this.#operations.deviceOf(account, device)
    const counter = (this.#counters[number] ?? 0) + 1
    this.#counters[number] = counter
    if (!concurrent) this.#keep(record)
    const { seen, flags } = this.#before
    const basedOn = change === 'create' ? [] : [this.#tokenIn(account, flags, seen)]
    const own: Seen = [seen[0], seen[1]]
    own[device] = counter
    this.#write(operation)
    const isSure = !concurrent && (outcome === 'acked' || outcome === 'acked at last')
    if (!isSure) this.#flags[record] = (this.#flags[record] ?? 0) | UNSURE
    const version = inOnePiece(tokenOf(this.#devices[number] ?? '', counter))
    const saw = this.#vector(account, own)
    if (applied) this.#apply(operation, own)
    if (change === 'delete') return { change, version, saw, basedOn }
    const hash = this.#hashOf(record, place)
    const made = { change: 'put', version, saw, basedOn, hash, fields: this.#fieldsOf(record) } as const
    return this.collectionOf(record) === 'scores' ? { ...made, score: scoreOf(place) } : made
  }

  row(view: number, record: number): Row {
    const collection = this.collectionOf(record)
    const name = this.nameOf(record)
    const id = this.idOf(record)
    if (!this.isThere(record)) return { is: 'row', view, collection, id, record: name, deleted: true }
    this.#take(record)
    const version = this.#tokenIn(
      this.#operations.accountOf[record] ?? 0,
      this.#flags[record] ?? 0,
      this.#seenOf(record),
    )
    const hash = this.#hashOf(record, this.lastOpOf(record))
    const fields = this.#fieldsOf(record)
    if (collection !== 'scores') return { is: 'row', view, collection, id, hash, fields, record: name, version }
    const score = scoreOf(this.lastOpOf(record))
    return { is: 'row', view, collection, id, hash, fields, record: name, version, score }
  }

  /** What the edit makes of the fields. */
  #write({ record, place, change, concurrent }: Operation): void {
    const collection = this.collectionOf(record)
    const count = FIELDS[collection]
    const changed = this.#changed(place, count, concurrent)
    for (let field = 0; field < MOST_FIELDS; field += 1) {
      const isChanged = field === changed || (collection === 'scores' && field === count - 1)
      this.#ops[field] = field < count && (change === 'create' || isChanged) ? place : (this.#before.ops[field] ?? 0)
    }
  }

  /** An edit changes one field; a rival another one than the edit that it did not see. */
  #changed(place: number, count: number, concurrent: boolean): number {
    return concurrent ? ((mixed(place - 1) % count) + 1) % count : mixed(place) % count
  }

  #keep(record: number): void {
    this.#before.seen = this.#seenOf(record)
    this.#before.flags = this.#flags[record] ?? 0
    for (let field = 0; field < MOST_FIELDS; field += 1) {
      this.#before.ops[field] = this.#fieldOps[record * MOST_FIELDS + field] ?? 0
    }
  }

  #take(record: number): void {
    for (let field = 0; field < MOST_FIELDS; field += 1) {
      this.#ops[field] = this.#fieldOps[record * MOST_FIELDS + field] ?? 0
    }
  }

  #seenOf(record: number): Seen {
    return [this.#seen[2 * record] ?? 0, this.#seen[2 * record + 1] ?? 0]
  }

  #apply({ record, device, place, change, concurrent }: Operation, [first, second]: Seen): void {
    const merges = concurrent && this.collectionOf(record) === 'contacts'
    const [old, older] = this.#seenOf(record)
    this.#seen[2 * record] = merges ? Math.max(first, old) : first
    this.#seen[2 * record + 1] = merges ? Math.max(second, older) : second
    for (let field = 0; field < MOST_FIELDS; field += 1) {
      const op = this.#ops[field] ?? 0
      if (!merges || op === place) this.#fieldOps[record * MOST_FIELDS + field] = op
    }
    this.#lastOps[record] = place
    const flags = (this.#flags[record] ?? 0) & UNSURE
    this.#flags[record] = flags | (device === 1 ? BY_SECOND : 0) | (change === 'delete' ? 0 : ALIVE)
  }

  #tokenIn(account: number, flags: number, seen: readonly number[]): string {
    const device = (flags & BY_SECOND) === 0 ? 0 : 1
    const name = this.#devices[this.#operations.deviceOf(account, device)] ?? ''
    return inOnePiece(tokenOf(name, seen[device] ?? 0))
  }

  #vector(account: number, [first, second]: Seen): VersionVector {
    const one = this.#devices[this.#operations.deviceOf(account, 0)] ?? ''
    if (second === 0) return { [one]: first }
    const other = this.#devices[this.#operations.deviceOf(account, 1)] ?? ''
    return first === 0 ? { [other]: second } : { [one]: first, [other]: second }
  }

  /** The hash of the whole: of all that was written last, and by which operation. */
  #hashOf(record: number, lastOp: number): string {
    let all = mixed(lastOp)
    for (const op of this.#ops) all = mixed(all ^ op)
    return hexOf(32, record, all)
  }

  #fieldsOf(record: number): Readonly<Record<string, string>> {
    const of = (field: number): string => hexOf(16, record * MOST_FIELDS + field, this.#ops[field] ?? 0)
    switch (this.collectionOf(record)) {
      case 'contacts':
        return { name: of(0), phone: of(1), email: of(2), address: of(3), birthday: of(4) }
      case 'calendar':
        return { title: of(0), starts: of(1), minutes: of(2), place: of(3) }
      case 'notes':
        return { title: of(0), text: of(1) }
      case 'tasks':
        return { title: of(0), due: of(1), done: of(2) }
      case 'photos':
        return { caption: of(0), taken: of(1), blob: of(2) }
      case 'scores':
        return { game: of(0), player: of(1), score: of(2) }
    }
  }
}
