/** What services answered: what came of each edit, under which id, and which devices are refused to the end. */

import type { Stamped } from '../ledger/entries.ts'
import { ints } from './columns.ts'

type Answered = Extract<Stamped, { readonly is: 'answered' }>
type Outcome = Answered['outcome']

/** A device whose every answer since some moment was a refusal, or no answer at all. */
export interface Streak {
  readonly account: string
  /** By status, or by what was said where there is no status: how many, and where the first of them is. */
  readonly answers: Map<string, { count: number; readonly from: number }>
  /** How many said for good that an edit is not taken. */
  rejected: number
  /** The last of them left its edit open, to be sent again. */
  isOpen: boolean
  last: number
}

export class Answers {
  /** Of each device, by its number, that was not acknowledged since. */
  readonly streaks = new Map<number, Streak>()
  acked = 0
  rejected = 0

  take(device: number, account: string, { at, outcome, status, because }: Answered): void {
    if (outcome === 'acked') {
      this.acked += 1
      this.streaks.delete(device)
      return
    }
    let streak = this.streaks.get(device)
    if (!streak) {
      streak = { account, answers: new Map(), rejected: 0, isOpen: false, last: at }
      this.streaks.set(device, streak)
    }
    const answer = status === undefined ? (because ?? 'no answer').slice(0, 60) : `${status}`
    const same = streak.answers.get(answer)
    if (same) same.count += 1
    else streak.answers.set(answer, { count: 1, from: at })
    streak.isOpen = outcome === 'indeterminate'
    if (outcome === 'rejected') {
      streak.rejected += 1
      this.rejected += 1
    }
    streak.last = at
  }
}

const HEARD: readonly (Outcome | undefined)[] = [undefined, 'acked', 'rejected', 'indeterminate']

/**
 * What came of the edits of people so far; fresh and adopted ones are the harness's own, and are not counted.
 * Each edit is counted once, by its last answer, however often it was offered; what was saved stays
 * saved.
 */
export class EditCounts {
  planned = 0
  /** Planned, and not made: its device does not show the record. */
  skipped = 0
  made = 0
  acked = 0
  rejected = 0
  indeterminate = 0
  readonly #heard = ints()

  /** Of a version by its place. */
  answered(place: number, outcome: Outcome): void {
    const before = HEARD[this.#heard.get(place)]
    if (before === outcome || before === 'acked') return
    this.#heard.set(place, HEARD.indexOf(outcome))
    if (before !== undefined) this[before] -= 1
    this[outcome] += 1
  }
}

export interface ChangedId {
  /** The place of the version that was acknowledged. */
  readonly version: number
  readonly account: number
  readonly acked: string
  readonly shown: string
}

const keyOf = (account: number, id: string): string => `${account}/${id}`

const KEPT = 200

/**
 * The ids under which new records were acknowledged, and others under which services then showed them: an adapter whose
 * ids change makes two records of one. Of the first records only, for such an adapter changes the ids of all.
 */
export class Ids {
  readonly #acked = new Map<number, string>()
  /** Those that nobody was shown, by account: two accounts may have the same. */
  readonly #unseen = new Set<string>()
  readonly #elsewhere = new Map<number, ChangedId>()

  acked(version: number, account: number, id: string): void {
    if (this.#acked.size >= KEPT) return
    this.#acked.set(version, id)
    this.#unseen.add(keyOf(account, id))
  }

  /** A row that came from a service; of no version where that is 0. */
  shown(version: number, account: number, id: string): void {
    if (this.#unseen.size === 0) return
    this.#unseen.delete(keyOf(account, id))
    // Most have kept theirs, and no more are taken: what is still to come changes nothing.
    if (this.#acked.size === KEPT && this.#unseen.size < KEPT / 2) this.#unseen.clear()
    const acked = this.#acked.get(version)
    if (acked !== undefined) this.#elsewhere.set(version, { version, account, acked, shown: id })
  }

  /** What was shown under other ids, and never under its own; none where more records kept theirs. */
  changed(): readonly ChangedId[] {
    const changed = [...this.#elsewhere.values()].filter(({ account, acked }) =>
      this.#unseen.has(keyOf(account, acked)),
    )
    const kept = this.#acked.size - this.#unseen.size
    return changed.length > kept ? changed : []
  }
}
