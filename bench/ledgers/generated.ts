/**
 * A made-up ledger of any size, entry by entry, as a run of an honest service would have written it: about seven
 * entries an operation. It keeps some forty bytes for each record, and no entry.
 */

import type { Entry, Party, Stamped } from '../../src/ledger/index.ts'
import { PRESET_NAMES } from '../../src/records/index.ts'
import { hexOf, inOnePiece } from './contents.ts'
import { accountName, deviceNames, headingOf } from './heading.ts'
import { Operations, partOf, type Operation, type Part } from './operations.ts'
import { Records } from './records.ts'
import { SCENES, type Scene } from './scenes.ts'

/** How many changes wait for the other device of an account before it is told of them. */
const BATCH = 8
/** Every tenth account lies on the pages that are zeroed. */
const ZEROED = 10

const STEP_OF: Readonly<Record<Part, string>> = { before: 'before.1', disaster: 'disaster.2', recovery: 'recovery.2' }

type ViewEntry = Extract<Entry, { readonly is: 'view' }>

export interface Generated {
  readonly entries: Iterable<Stamped>
  /** The one record that nobody shows at the end; known once all entries were taken. */
  readonly lost: () => string | undefined
}

/** `loses`: one acknowledged record is missing from every final view. The same size and seed give the same entries. */
export function generated(size: number, { seed = 7, loses = false } = {}): Generated {
  const run = new Run(size, seed, loses)
  return { entries: run.entries(), lost: () => run.lost }
}

class Run {
  lost: string | undefined
  readonly #seed: number
  readonly #loses: boolean
  readonly #operations: Operations
  readonly #devices: readonly string[]
  readonly #records: Records
  /** By device: records that it has not been told of. */
  readonly #untold = new Map<number, number[]>()
  readonly #counts: Record<string, number> = {}
  #at = 0
  #drillMs = 0
  #views = 0

  constructor(size: number, seed: number, loses: boolean) {
    this.#seed = seed
    this.#loses = loses
    this.#operations = new Operations(size, seed)
    this.#devices = deviceNames(this.#operations)
    this.#records = new Records(this.#operations, this.#devices)
  }

  *entries(): Generator<Stamped, void, undefined> {
    for (const chunk of this.#chunks()) {
      for (const entry of chunk) yield this.#stamped(entry)
    }
    yield this.#stamped({ is: 'end', state: 'complete', counts: this.#counts })
  }

  #stamped(entry: Entry): Stamped {
    const at = this.#at
    this.#at += 1
    this.#counts[entry.is] = (this.#counts[entry.is] ?? 0) + 1
    return { at, ms: at / 64, drillMs: this.#drillMs, ...entry }
  }

  *#chunks(): Generator<Iterable<Entry>, void, undefined> {
    yield headingOf(this.#operations, this.#seed)
    yield this.#intents()
    const work = this.#operations[Symbol.iterator]()
    let next = work.next()
    for (const { opens, part, next: kind, closes } of SCENES) {
      yield opens
      for (; !next.done && next.value.part === part; next = work.next()) yield this.#worked(next.value)
      if (kind) yield* this.#afterwards(kind)
      yield closes
    }
  }

  /** Planned before anything is done: by a fleet of its own, which is thrown away. */
  *#intents(): Generator<Entry, void, undefined> {
    const planned = new Operations(this.#operations.size, this.#seed)
    for (const { part, place, account, device, record, change } of planned) {
      yield {
        is: 'intent',
        op: this.#opOf(place),
        step: STEP_OF[part],
        device: this.#deviceOf(account, device),
        account: accountName(account),
        collection: PRESET_NAMES[planned.collectionOf[record] ?? 0] ?? 'notes',
        record: this.#records.nameOf(record),
        change,
        afterMs: place * 1_000,
      }
    }
  }

  #worked(operation: Operation): readonly Entry[] {
    const { account, device, record, place, applied, concurrent } = operation
    const number = this.#operations.deviceOf(account, device)
    this.#drillMs += 1_000
    const isUnaware = !concurrent && this.#untold.get(number)?.includes(record)
    const before = isUnaware ? this.#tell(account, device) : []
    const attempts = this.#attempts(operation)
    const edit = this.#edited(operation, this.#opOf(place))
    const after = applied ? this.#owe(account, device, record) : []
    return [...before, edit, ...attempts, ...after]
  }

  #edited(operation: Operation, op: string, fresh?: true): Entry {
    const { account, record } = operation
    const device = this.#deviceOf(account, operation.device)
    const collection = this.#records.collectionOf(record)
    const name = this.#records.nameOf(record)
    const { change, version, saw, basedOn, hash, fields, score } = this.#records.edit(operation)
    const common = { is: 'edit', op, device, account: accountName(account), collection, record: name } as const
    if (hash === undefined || fields === undefined) return { ...common, change, version, saw, basedOn }
    if (fresh) return { ...common, change, version, saw, basedOn, hash, fields, fresh }
    if (score === undefined) return { ...common, change, version, saw, basedOn, hash, fields }
    return { ...common, change, version, saw, basedOn, hash, fields, score }
  }

  #attempts({ place, account, device, record, outcome }: Operation): readonly Entry[] {
    const op = this.#opOf(place)
    const sent = this.#sent(op, 1, account, device)
    if (outcome === 'acked') return [sent, this.#acked(op, 1, record)]
    if (outcome === 'rejected') {
      const because = '423 Locked'
      return [sent, { is: 'answered', op, attempt: 1, outcome, because, status: 423 }, { is: 'given up', op, because }]
    }
    const silence: Entry = { is: 'answered', op, attempt: 1, outcome: 'indeterminate', because: 'no answer in time' }
    if (outcome === 'never answered') return [sent, silence, { is: 'given up', op, because: 'no answer in time' }]
    return [sent, silence, this.#sent(op, 2, account, device), this.#acked(op, 2, record)]
  }

  #sent(op: string, attempt: number, account: number, device: number, by?: 'edge restore'): Entry {
    const name = this.#deviceOf(account, device)
    return { is: 'sent', op, attempt, device: name, key: inOnePiece(`${name}/${op}`), ...(by && { by }) }
  }

  #acked(op: string, attempt: number, record: number): Entry {
    const id = this.#records.idOf(record)
    return { is: 'answered', op, attempt, outcome: 'acked', id, tag: hexOf(24, record, this.#at, '"') }
  }

  /** The other device of the account, where it has one, will be told of it, with others. */
  #owe(account: number, device: 0 | 1, record: number): readonly Entry[] {
    if (this.#operations.devicesOf(account) < 2) return []
    const other = device === 0 ? 1 : 0
    const number = this.#operations.deviceOf(account, other)
    const owed = this.#untold.get(number) ?? []
    if (owed.length === 0) this.#untold.set(number, owed)
    if (!owed.includes(record)) owed.push(record)
    return owed.length < BATCH ? [] : this.#tell(account, other)
  }

  #tell(account: number, device: number): readonly Entry[] {
    const number = this.#operations.deviceOf(account, device)
    const owed = this.#untold.get(number) ?? []
    this.#untold.delete(number)
    const party = { kind: 'device', account: accountName(account), device: this.#devices[number] ?? '' } as const
    return owed.length === 0 ? [] : this.#view(party, 'sync', owed, 'delta')
  }

  *#afterwards(kind: NonNullable<Scene['next']>): Generator<Iterable<Entry>, void, undefined> {
    if (kind === 'fresh edits') {
      yield* this.#freshEdits()
      return
    }
    const owned = this.#recordsByAccount()
    for (let account = 0; account < this.#operations.accounts; account += 1) {
      const records = owned(account)
      const server: Party = { kind: 'server', account: accountName(account) }
      const isZeroed = account % ZEROED === 0
      if (kind === 'adopt') {
        yield this.#view(server, 'adopt', [])
        for (const device of this.#devicesOf(account)) yield this.#view(device, 'sync', [])
      }
      if (kind === 'read back') yield this.#view(server, 'read back', records)
      if (kind === 'look for zeroed' && isZeroed) yield this.#view(server, 'after step', [])
      if (kind === 'edge restore' && isZeroed) yield records.flatMap((record) => this.#offered(account, record))
      if (kind === 'see restored' && isZeroed) yield this.#view(server, 'after step', records)
      if (kind === 'audit') {
        const shown = this.#loses ? this.#without(account, records) : records
        const fresh: Party = { kind: 'new device', account: accountName(account), device: `new-a${account + 1}` }
        for (const party of [...this.#devicesOf(account), fresh, server]) yield this.#view(party, 'final', shown)
      }
    }
  }

  /** What is there, sorted by whose it is. */
  #recordsByAccount(): (account: number) => readonly number[] {
    const { accounts, records, accountOf } = this.#operations
    const from = new Uint32Array(accounts + 1)
    for (let record = 0; record < records; record += 1) {
      const place = (accountOf[record] ?? 0) + 1
      if (this.#records.isThere(record)) from[place] = (from[place] ?? 0) + 1
    }
    for (let place = 1; place <= accounts; place += 1) from[place] = (from[place] ?? 0) + (from[place - 1] ?? 0)
    const sorted = new Uint32Array(from[accounts] ?? 0)
    const next = from.slice()
    for (let record = 0; record < records; record += 1) {
      if (!this.#records.isThere(record)) continue
      const account = accountOf[record] ?? 0
      sorted[next[account] ?? 0] = record
      next[account] = (next[account] ?? 0) + 1
    }
    return (account) => [...sorted.subarray(from[account], from[account + 1])]
  }

  /** All but the first that was acknowledged without any doubt, in an account that was not damaged. */
  #without(account: number, records: readonly number[]): readonly number[] {
    const isTheOne = this.lost === undefined && account % ZEROED !== 0 && account >= this.#operations.accounts / 2
    const victim = isTheOne ? records.find((record) => this.#records.isSure(record)) : undefined
    if (victim === undefined) return records
    this.lost = this.#records.nameOf(victim)
    return records.filter((record) => record !== victim)
  }

  #offered(account: number, record: number): readonly Entry[] {
    const op = this.#opOf(this.#records.lastOpOf(record))
    return [this.#sent(op, 2, account, 0, 'edge restore'), this.#acked(op, 2, record)]
  }

  *#freshEdits(): Generator<Iterable<Entry>, void, undefined> {
    const { accounts, size } = this.#operations
    yield* this.#toldAll()
    let place = size
    for (let account = 0; account < accounts; account += 1) {
      for (let device = 0; device < this.#operations.devicesOf(account); device += 1) {
        const record = this.#operations.born(account, PRESET_NAMES.indexOf('notes'))
        const operation: Operation = {
          place,
          part: 'recovery',
          change: 'create',
          record,
          account,
          device: device === 0 ? 0 : 1,
          outcome: 'acked',
          applied: true,
          concurrent: false,
        }
        const edit = this.#edited(operation, this.#opOf(place), true)
        const hasOther = this.#operations.devicesOf(account) === 2
        const told = hasOther ? this.#owe(account, operation.device, record) : []
        yield [edit, ...this.#attempts(operation), ...told]
        place += 1
      }
    }
    yield* this.#toldAll()
  }

  *#toldAll(): Generator<Iterable<Entry>, void, undefined> {
    for (let account = 0; account < this.#operations.accounts; account += 3) {
      for (const device of [0, 1]) yield this.#tell(account, device)
    }
  }

  #view(
    party: Party,
    when: ViewEntry['when'],
    records: readonly number[],
    scope: ViewEntry['scope'] = 'full',
  ): Entry[] {
    this.#views += 1
    const view = this.#views
    const entries: Entry[] = [{ is: 'view', view, party, scope, when }]
    for (const record of records) {
      entries.push(this.#records.row(view, record))
    }
    entries.push({ is: 'viewed', view, state: 'complete', rows: records.length })
    return entries
  }

  #opOf(place: number): string {
    const { size } = this.#operations
    const part = STEP_OF[partOf(place, size)]
    return inOnePiece(place < size ? `${part}#${place + 1}` : `fresh#${place - size + 1}`)
  }

  #deviceOf(account: number, device: number): string {
    return this.#devices[this.#operations.deviceOf(account, device)] ?? ''
  }

  #devicesOf(account: number): readonly Party[] {
    const places = Array.from({ length: this.#operations.devicesOf(account) }, (_, device) => device)
    return places.map((device) => ({
      kind: 'device',
      account: accountName(account),
      device: this.#deviceOf(account, device),
    }))
  }
}
