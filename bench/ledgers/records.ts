/** What a made-up service holds: of each record a few numbers, from which its row is written anew each time. */

import type { RowEntry } from '../../src/ledger/index.ts'
import { CLASSES, tokenOf, type RecordClass, type VersionVector } from '../../src/records/index.ts'
import { hexOf, inOnePiece, mixed } from './contents.ts'
import type { Operation, Operations } from './operations.ts'

const FIELDS: Readonly<Record<RecordClass, readonly string[]>> = {
  contacts: ['name', 'phone', 'email', 'address', 'birthday'],
  calendar: ['title', 'starts', 'minutes', 'place'],
  notes: ['title', 'text'],
  tasks: ['title', 'due', 'done'],
  photos: ['caption', 'taken', 'blob'],
  scores: ['game', 'player', 'score'],
}
const MOST_FIELDS = 5

/** Of a record: its second device wrote last; it is there; not all that was done to it is sure. */
const BY_SECOND = 1
const ALIVE = 2
const UNSURE = 4

type Content = Pick<RowEntry, 'hash' | 'fields' | 'score'>

export interface Version extends Content {
  readonly version: string
  readonly saw: VersionVector
  readonly basedOn: readonly string[]
}

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
  readonly #before = { seen: [0, 0], flags: 0, fieldOps: new Uint32Array(MOST_FIELDS) }

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

  classOf(record: number): RecordClass {
    return CLASSES[this.#operations.classOf[record] ?? 0] ?? 'notes'
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
    const { seen, flags, fieldOps: before } = this.#before
    const basedOn = change === 'create' ? [] : [this.#tokenIn(account, flags, seen)]
    const own: [number, number] = [seen[0] ?? 0, seen[1] ?? 0]
    own[device] = counter
    const fieldOps = Uint32Array.from(before)
    const recordClass = this.classOf(record)
    const count = FIELDS[recordClass].length
    const changed = this.#changed(place, count, concurrent)
    for (let field = 0; field < count; field += 1) {
      const isChanged = field === changed || FIELDS[recordClass][field] === 'score'
      if (change === 'create' || isChanged) fieldOps[field] = place
    }
    const unsure = outcome === 'acked' || outcome === 'acked at last' ? 0 : UNSURE
    this.#flags[record] = (this.#flags[record] ?? 0) | unsure | (concurrent ? UNSURE : 0)
    const made = {
      version: inOnePiece(tokenOf(this.#devices[number] ?? '', counter)),
      saw: this.#vector(account, own),
      basedOn,
      ...(change !== 'delete' && this.#content(record, place, fieldOps)),
    }
    if (applied) this.#apply(operation, own, fieldOps)
    return made
  }

  row(record: number): RowEntry {
    const account = this.#operations.accountOf[record] ?? 0
    const from = record * MOST_FIELDS
    const seen = [this.#seen[2 * record] ?? 0, this.#seen[2 * record + 1] ?? 0]
    return {
      class: this.classOf(record),
      id: this.idOf(record),
      ...this.#content(record, this.lastOpOf(record), this.#fieldOps.subarray(from, from + MOST_FIELDS)),
      record: this.nameOf(record),
      version: this.#tokenIn(account, this.#flags[record] ?? 0, seen),
    }
  }

  tombstone(record: number): RowEntry {
    return { class: this.classOf(record), id: this.idOf(record), record: this.nameOf(record), deleted: true }
  }

  /** An edit changes one field; a rival another one than the edit that it did not see. */
  #changed(place: number, count: number, concurrent: boolean): number {
    return concurrent ? ((mixed(place - 1) % count) + 1) % count : mixed(place) % count
  }

  #keep(record: number): void {
    this.#before.seen = [this.#seen[2 * record] ?? 0, this.#seen[2 * record + 1] ?? 0]
    this.#before.flags = this.#flags[record] ?? 0
    this.#before.fieldOps.set(this.#fieldOps.subarray(record * MOST_FIELDS, (record + 1) * MOST_FIELDS))
  }

  #apply(
    { record, device, place, change, concurrent }: Operation,
    seen: [number, number],
    fieldOps: Uint32Array,
  ): void {
    const merges = concurrent && this.classOf(record) === 'contacts'
    for (const [one, count] of seen.entries()) {
      const at = 2 * record + one
      this.#seen[at] = merges ? Math.max(count, this.#seen[at] ?? 0) : count
    }
    const from = record * MOST_FIELDS
    for (const [field, op] of fieldOps.entries()) {
      if (!merges || op === place) this.#fieldOps[from + field] = op
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

  #vector(account: number, [first, second]: [number, number]): VersionVector {
    const one = this.#devices[this.#operations.deviceOf(account, 0)] ?? ''
    if (second === 0) return { [one]: first }
    const other = this.#devices[this.#operations.deviceOf(account, 1)] ?? ''
    return first === 0 ? { [other]: second } : { [one]: first, [other]: second }
  }

  #content(record: number, lastOp: number, fieldOps: Uint32Array): Content {
    const fields: Record<string, string> = {}
    let all = mixed(lastOp)
    for (const [field, name] of FIELDS[this.classOf(record)].entries()) {
      const op = fieldOps[field] ?? 0
      all = mixed(all ^ op)
      fields[name] = hexOf(16, record * MOST_FIELDS + field, op)
    }
    const hash = hexOf(32, record, all)
    // Only ever grows, as a high score does.
    return this.classOf(record) === 'scores' ? { hash, fields, score: 1_000 + lastOp } : { hash, fields }
  }
}
