/**
 * The fate of most records, from numbers alone: every edit acknowledged, each made on top of the one before, and every
 * read since shows the newest. It says nothing that `fateOf` and `flagsOf` would not say; what it is not sure of is
 * left to them, and a test holds it against them.
 */

import type { AccountHistory, History, Look, View } from '../history/index.ts'
import type { Finals } from './finals.ts'
import { SUBSCRIBED } from './finals.ts'

/** Of an account, what is the same for all its records. */
interface Calm {
  /** Complete final reads of those who must agree. */
  readonly views: number
  readonly looks: readonly Look[]
}

/** Of a read that is judged. */
interface Read {
  readonly isComplete: boolean
  /** It must show what the server shows. */
  readonly isSubscribed: boolean
}

export class CalmRecords {
  readonly #history: History
  /** By their number: the reads that are judged. */
  readonly #views: readonly (Read | undefined)[]
  readonly #accounts: readonly (Calm | undefined)[]
  readonly #strange: ReadonlySet<number>

  constructor(finals: Finals) {
    const { history } = finals
    this.#history = history
    this.#views = history.views.map((_, number) => readOf(finals.views.get(number)))
    this.#accounts = history.accounts.map((account) => calmOf(history, finals, account))
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
    const calm = this.#accounts[records.account(record)]
    if (!calm || !this.#isChain(record)) return false
    return versions.isPut(newest) ? this.#isShown(record, newest, calm) : records.rows.get(record) === 0
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

  /** Once in each final read of its account, and in each look at the server since it was acknowledged. */
  #isShown(record: number, newest: number, calm: Calm): boolean {
    const { records, rows, showings, versions } = this.#history
    let seen = 0
    let last: Read | undefined
    for (let row = records.rows.get(record); row !== 0; row = rows.before(row)) {
      const read = this.#views[rows.view(row)]
      if (!read) continue
      if (rows.content(row) !== newest || read === last || !read.isComplete) return false
      last = read
      if (read.isSubscribed) seen += 1
    }
    if (seen !== calm.views) return false
    const run = showings.newest(record)
    if (!run || run.content !== newest || run.to !== calm.looks.length - 1) return false
    const before = calm.looks[run.from - 1]
    return before === undefined || before.at <= versions.ackedAt.get(newest)
  }
}

/** Undefined where not every look was complete and covered every class, or where somebody was not read at the end. */
function calmOf({ copies, restores }: History, finals: Finals, account: AccountHistory): Calm | undefined {
  const server = finals.server.get(account.name)
  const subscribed = finals.subscribed.get(account.name) ?? []
  const isWhole = (one: Pick<View, 'unread'> & { readonly state: string }) =>
    one.state === 'complete' && one.unread.size === 0
  // What a copy holds is compared record by record.
  const isCompared = copies.some(({ found }) => found === 'sound') || restores.some(({ from }) => from === 'copy')
  if (isCompared) return undefined
  if (!server || !subscribed.includes(server) || !subscribed.every(isWhole) || !account.looks.every(isWhole))
    return undefined
  return { views: subscribed.length, looks: account.looks }
}

function readOf(view: View | undefined): Read | undefined {
  return view && { isComplete: view.state === 'complete', isSubscribed: SUBSCRIBED.has(view.party.kind) }
}
