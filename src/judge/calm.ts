/**
 * The fate of most records, from numbers alone: every edit acknowledged, each made on top of the one before, and every
 * read since shows the newest. It says nothing that `fateOf` and `flagsOf` would not say; what it is not sure of is
 * left to them, and a test holds it against them.
 */

import type { AccountHistory, History, View } from '../history/index.ts'
import type { Finals } from './finals.ts'
import { SUBSCRIBED } from './finals.ts'

/** What is asked of a read for each of its rows. */
const JUDGED = 1
const COMPLETE = 2
/** It must show what the server shows. */
const AGREES = 4

/** For an account whose records are all left to the rules. */
const NOT_CALM = -1

/** What is asked for each record lies in lists of numbers: an object for each read or account would be far away. */
export class CalmRecords {
  readonly #history: History
  /** By the number of a read. */
  readonly #reads: Uint8Array
  /** By the number of an account: how many complete final reads must show each of its records. */
  readonly #readers: Int32Array
  /** The positions of all looks, account after account, and where those of each account begin. */
  readonly #lookedAt: Int32Array
  readonly #firstLook: Int32Array
  readonly #strange: ReadonlySet<number>

  constructor(finals: Finals) {
    const { history } = finals
    const { accounts } = history
    this.#history = history
    this.#reads = Uint8Array.from(history.views.keys(), (number) => bitsOf(finals.views.get(number)))
    this.#readers = Int32Array.from(accounts, (account) => readersOf(history, finals, account))
    this.#lookedAt = Int32Array.from(accounts.flatMap(({ looks }) => looks.map(({ at }) => at)))
    this.#firstLook = new Int32Array(accounts.length + 1)
    for (const [number, { looks }] of accounts.entries())
      this.#firstLook[number + 1] = (this.#firstLook[number] ?? 0) + looks.length
    this.#strange = new Set([
      ...history.variants.all.map(({ record }) => record),
      ...history.leaks.map(({ record }) => record),
      ...[...history.traces].map((name) => history.records.find(name)),
    ])
  }

  /** Durable, without any flag. */
  isCalm(record: number): boolean {
    const { records, versions } = this.#history
    const newest = records.last.get(record)
    if (newest === 0 || this.#strange.has(record)) return false
    const account = records.account(record)
    const readers = this.#readers[account] ?? NOT_CALM
    if (readers === NOT_CALM || !this.#isChain(record)) return false
    if (!versions.isPut(newest)) return records.rows.get(record) === 0
    return this.#isShown(record, newest, readers) && this.#stayed(record, newest, account)
  }

  /** Every edit acknowledged, and made by somebody who was looking at the one before. */
  #isChain(record: number): boolean {
    const { records, versions } = this.#history
    let before = 0
    for (let place = records.first.get(record); place !== 0; place = versions.next.get(place)) {
      if (versions.ackedAt.get(place) === 0) return false
      if (before !== 0 && !versions.isBasedOn(place, before)) return false
      before = place
    }
    return true
  }

  /** Once in each final read of its account. */
  #isShown(record: number, newest: number, readers: number): boolean {
    const { records, rows } = this.#history
    let seen = 0
    let last = -1
    for (let row = records.rows.get(record); row !== 0; row = rows.before(row)) {
      const view = rows.view(row)
      const read = this.#reads[view] ?? 0
      if ((read & JUDGED) === 0) continue
      if (rows.content(row) !== newest || view === last || (read & COMPLETE) === 0) return false
      last = view
      if ((read & AGREES) !== 0) seen += 1
    }
    return seen === readers
  }

  /** In each look at the server since it was acknowledged. */
  #stayed(record: number, newest: number, account: number): boolean {
    const { showings, versions } = this.#history
    const first = this.#firstLook[account] ?? 0
    const end = this.#firstLook[account + 1] ?? 0
    const run = showings.newest(record)
    if (!run || run.content !== newest || first + run.to !== end - 1) return false
    return run.from === 0 || (this.#lookedAt[first + run.from - 1] ?? Infinity) <= versions.ackedAt.get(newest)
  }
}

/** Where every look was complete and covered every collection, and everybody was read at the end. */
function readersOf({ copies, restores }: History, finals: Finals, account: AccountHistory): number {
  const server = finals.server.get(account.name)
  const subscribed = finals.subscribed.get(account.name) ?? []
  const isWhole = (one: Pick<View, 'unread'> & { readonly state: string }) =>
    one.state === 'complete' && one.unread.size === 0
  // What a copy holds is compared record by record.
  const isCompared = copies.some(({ found }) => found === 'sound') || restores.some(({ from }) => from === 'copy')
  if (isCompared) return NOT_CALM
  if (!server || !subscribed.includes(server) || !subscribed.every(isWhole) || !account.looks.every(isWhole))
    return NOT_CALM
  return subscribed.length
}

function bitsOf(view: View | undefined): number {
  if (!view) return 0
  return JUDGED | (view.state === 'complete' ? COMPLETE : 0) | (SUBSCRIBED.has(view.party.kind) ? AGREES : 0)
}
