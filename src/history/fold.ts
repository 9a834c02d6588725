/** Reads a ledger once, entry by entry, into its history. Memory grows with versions and final rows, not with views. */

import type { PlannedStep, Stamped, WorkAct } from '../ledger/entries.ts'
import type { CollectionName } from '../records/index.ts'
import { digestOf } from './digest.ts'
import { History, type View } from './history.ts'
import { stampOf, type Moment } from './moment.ts'
import { foldRun, type Planned } from './run/fold.ts'
import type { Reader, RowReader } from './reader.ts'
import { rowOf } from './variants.ts'
import { Version } from './version.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

interface OpenView {
  readonly entry: Of<'view'>
  readonly account: number
  /** Of the server: the number of this look among its account's. */
  readonly look: number
  /** The number of the device whose it is; -1 for anybody else's. */
  readonly holder: number
  /** Where its rows are kept: its number in `History.views`. */
  readonly kept: number
  /** Rows that are there before the drill. */
  readonly adopted: number[]
  readonly collections: Set<CollectionName>
  /** Records that were live when it began. */
  readonly wereLive: ReadonlyMap<CollectionName, number>
  readonly readers: readonly RowReader[]
  shown: number
}

/** Most reads have nobody who is told of their rows. */
const NOBODY: readonly RowReader[] = []

const ACTS: readonly string[] = ['before', 'disaster', 'recovery']

/** All of it at once. */
export function historyOf(entries: Iterable<Stamped>): History {
  const fold = new Fold()
  for (const entry of entries) fold.take(entry)
  return fold.history
}

/** Entry by entry: for whoever reads a ledger while it is written, or is told of what is read. */
export class Fold {
  readonly history = new History()
  readonly #readers: Reader[] = []
  readonly #leavesOutViews: boolean
  readonly #open = new Map<number, OpenView>()
  readonly #leaked = new Set<string>()
  /** The view that a row was of last. */
  #opened: OpenView | undefined
  readonly #planned: Planned = new Map()
  readonly #run = { history: this.history, planned: this.#planned, readers: this.#readers }
  #act: WorkAct | undefined

  /** Who wants to know nothing of what anybody was shown needs no memory for it. */
  constructor({ leavesOutViews = false }: { readonly leavesOutViews?: boolean } = {}) {
    this.#leavesOutViews = leavesOutViews
  }

  /** They are told of every entry from now on, in this order. */
  tell(...readers: readonly Reader[]): void {
    this.#readers.push(...readers)
  }

  take(entry: Stamped): void {
    this.history.latest = entry
    switch (entry.is) {
      case 'edit':
        return this.#edit(entry)
      case 'sent':
        return this.#sent(entry)
      case 'answered':
        return this.#answered(entry)
      case 'view':
        return this.#view(entry)
      case 'row':
        return this.#row(entry)
      case 'viewed':
        return this.#viewed(entry)
      case 'phase':
        return this.#phase(entry)
      case 'plan':
        return this.#plan(entry)
      case 'strike':
        this.history.strike = this.#moment(entry)
        this.history.strikeStep = entry.step
        for (const reader of this.#readers) reader.struck?.(entry)
        return undefined
      default:
        return foldRun(this.#run, entry)
    }
  }

  #edit(entry: Of<'edit'>): void {
    const { records, versions, edits } = this.history
    const record = records.of(entry.record)
    if (records.last.get(record) === 0) {
      this.history.account(entry.account)
      records.begin(record, entry.collection, this.history.accountNames.of(entry.account))
    }
    const place = versions.add(entry, record)
    const last = records.last.get(record)
    if (last === 0) records.first.set(record, place)
    else versions.next.set(last, place)
    records.last.set(record, place)
    // Found in the account itself, it needs no answer.
    if (entry.adopted && versions.acknowledge(place, this.#moment(entry)))
      this.history.account(entry.account).live.change(entry.collection, 1)
    if (versions.isOfPeople(place)) edits.made += 1
    if (this.#readers.length === 0) return
    const version = new Version(versions, place)
    for (const reader of this.#readers) reader.edited?.(version, entry)
  }

  #sent(entry: Of<'sent'>): void {
    const { versions, records } = this.history
    const place = versions.sentAgain(entry)
    for (const reader of this.#readers) reader.sent?.(entry, entry)
    if (entry.by && place !== 0 && this.#readers.length > 0) {
      const { at, by, device } = entry
      for (const reader of this.#readers) reader.offered?.(new Version(versions, place), { at, by, device }, entry)
    }
    // A delete may be carried out as soon as it is sent, whatever is heard of it.
    if (place === 0 || versions.isPut(place) || versions.sent.get(place) > 1) return
    const record = versions.record.get(place)
    this.history.accountAt(records.account(record))?.live.change(records.collection(record), -1)
  }

  #answered(entry: Of<'answered'>): void {
    const { versions, records, answers, edits } = this.history
    const place = versions.ofOp(entry.op)
    if (this.#readers.length > 0) {
      const version = place === 0 ? undefined : new Version(versions, place)
      for (const reader of this.#readers) reader.answered?.(version, entry, entry)
    }
    if (place === 0) return
    const account = this.history.accountAt(records.account(versions.record.get(place)))
    answers.take(versions.device.get(place), account?.name ?? '', entry)
    if (versions.isOfPeople(place)) edits.answered(place, entry.outcome)
    if (entry.outcome === 'rejected') versions.refused.set(place, versions.refused.get(place) + 1)
    if (entry.outcome !== 'acked' || !versions.acknowledge(place, this.#moment(entry))) return
    const isNew = !versions.hasBases(place) && versions.isPut(place)
    if (!isNew) return
    const record = versions.record.get(place)
    account?.live.change(records.collection(record), 1)
    // A later attempt may be answered by what an earlier one has made.
    if (entry.attempt === 1 && this.#act === 'before')
      this.history.ids.acked(place, records.account(record), entry.id ?? records.name(record))
  }

  #view(entry: Of<'view'>): void {
    if (this.#leavesOutViews) return
    const { party, when, unread = [], at, ms } = entry
    const { history } = this
    const account = history.account(party.account)
    const isLook = party.kind === 'server' && when !== 'adopt'
    const look = isLook ? account.looks.push({ at, ms, when, unread: new Set(unread), state: 'open', rows: 0 }) - 1 : -1
    const isKept = when === 'final' || when === 'gate'
    const kept = isKept ? history.views.push(viewOf(entry, undefined)) - 1 : -1
    this.#open.set(entry.view, {
      entry,
      account: history.accountNames.of(party.account),
      holder: party.kind === 'device' ? history.versions.devices.of(party.device) : -1,
      look,
      kept,
      adopted: [],
      collections: new Set(),
      wereLive: account.live.now(),
      readers: this.#readers.length === 0 ? NOBODY : this.#readersOf(viewOf(entry, undefined)),
      shown: 0,
    })
  }

  #readersOf(view: View): readonly RowReader[] {
    const readers = this.#readers.flatMap((reader) => reader.view?.(view) ?? [])
    return readers.length === 0 ? NOBODY : readers
  }

  #row(entry: Of<'row'>): void {
    const open = this.#opened?.entry.view === entry.view ? this.#opened : this.#open.get(entry.view)
    if (!open) return
    this.#opened = open
    if (this.history.servings.length > 0) open.collections.add(entry.collection)
    const { history } = this
    const { party, when } = open.entry
    const version = entry.deleted ? 0 : history.versions.ofToken(entry.version)
    // What a device has in store is its own.
    if (this.#act === 'before' && (party.kind === 'server' || when === 'sync'))
      history.ids.shown(version, open.account, entry.id)
    if (entry.deleted) return
    open.shown += 1
    const record = this.#recordOf(entry, version)
    const isExact =
      version !== 0 &&
      history.versions.record.get(version) === record &&
      history.versions.digest.get(version) === digestOf(entry.hash) &&
      history.records.collection(record) === entry.collection &&
      entry.blobMissing !== true
    const content = isExact ? version : history.variants.see(rowOf(entry), record, { at: entry.at, party })
    if (when === 'adopt') open.adopted.push(content)
    const owner = record === 0 ? -1 : history.records.account(record)
    if (owner !== -1 && owner !== open.account) this.#leak(record, open, entry.at)
    if (open.look >= 0 && owner === open.account) history.showings.add(record, content, open.look)
    if (open.holder >= 0 && version !== 0) history.holdings.add(version, open.holder, entry.at)
    if (open.kept >= 0) history.rows.add(record, open.kept, content, entry.at)
    if (open.readers !== NOBODY) for (const reader of open.readers) reader.row(record, content)
  }

  /** To compare its name with that of the likely one takes less time than to look for it. */
  #recordOf({ record: name }: Of<'row'>, version: number): number {
    if (name === undefined) return 0
    const { records, versions } = this.history
    const likely = version === 0 ? 0 : versions.record.get(version)
    return likely !== 0 && records.isNamed(likely, name) ? likely : records.of(name)
  }

  #leak(record: number, { entry: { party } }: OpenView, at: number): void {
    const key = `${record}/${party.account}`
    if (this.#leaked.has(key)) return
    this.#leaked.add(key)
    this.history.leaks.push({ record, account: party.account, party, at })
  }

  #viewed(entry: Of<'viewed'>): void {
    const open = this.#open.get(entry.view)
    this.#open.delete(entry.view)
    this.#opened = undefined
    if (!open) return
    const { history } = this
    const view = viewOf(open.entry, entry)
    if (open.kept >= 0) history.views[open.kept] = view
    const { party, when, scope, at, state, unread } = view
    Object.assign(history.accountAt(open.account)?.looks[open.look] ?? {}, { state, unread, rows: entry.rows })
    if (when === 'adopt' && party.kind === 'server') history.adopted.push({ view, variants: open.adopted })
    if (when === 'read back' && party.kind === 'server') history.readBacks.push(view)
    if (party.kind === 'device' && when === 'sync') this.#served(open.collections, at)
    const live = history.accountAt(open.account)?.live.since(open.wereLive, unread) ?? 0
    const shows = party.kind === 'server' || party.kind === 'device' || party.kind === 'new device'
    for (const reader of open.readers) reader.closed(view, entry)
    if (shows && scope === 'full' && state === 'complete' && open.shown === 0 && live > 0)
      history.emptyViews.push({ at, party, when, live })
  }

  #served(collections: ReadonlySet<CollectionName>, at: number): void {
    for (const serving of this.history.servings)
      if (serving.shownAt === undefined && collections.has(serving.collection) && at > serving.closedAt)
        serving.shownAt = at
  }

  #phase(entry: Of<'phase'>): void {
    const { phase: name, state, at } = entry
    const { phases } = this.history
    if (state === 'broken off' || (state === 'end' && name === 'audit')) this.history.playedUntil = at
    const begins = state === 'begin'
    const phase = begins
      ? { name, began: stampOf(entry), ended: undefined, begin: at, end: Infinity }
      : phases.get(name)
    this.#act = begins && ACTS.includes(name) ? (name as WorkAct) : undefined
    if (!phase) return
    if (begins) phases.set(name, phase)
    else Object.assign(phase, { end: at, ended: stampOf(entry) })
  }

  #plan({ plan }: Of<'plan'>): void {
    this.history.plan = plan
    const learn = (steps: readonly PlannedStep[], isInterrupted: boolean): void => {
      for (const step of steps) {
        this.#planned.set(step.id, { ...step, isInterrupted })
        learn(step.steps ?? [], step.name === 'interrupt')
      }
    }
    learn(plan.steps, false)
  }

  #moment({ at, ms, drillMs }: Stamped): Moment {
    return { at, ms, drillMs, act: this.#act }
  }
}

/** Until it is closed it is unreadable, and stays so where the ledger never closes it. */
function viewOf({ at, ms, party, scope, when, unread = [] }: Of<'view'>, closed: Of<'viewed'> | undefined): View {
  return {
    at,
    ms,
    party,
    scope,
    when,
    unread: new Set([...unread, ...(closed?.unread ?? [])]),
    state: closed?.state ?? 'unreadable',
    because: closed?.because,
  }
}
