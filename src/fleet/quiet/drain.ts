/**
 * Devices sync until nothing is unsent. A service that gives every change the same clear answer, again and again, has
 * said what it will go on saying, and one that answers reads and no change is not slow: that is not waited for to the
 * end.
 */

import { Failure, inParallel, inWords, monotonicMs, until } from '../../kernel/index.ts'
import type { Ledger, Stamped } from '../../ledger/index.ts'
import { whyUnread, type Member } from '../member.ts'
import { Unanswered, unsentIn } from './unanswered.ts'

export interface Patience {
  readonly atMostMs: number
  readonly signal: AbortSignal
}

/** Devices that sync at the same time. */
const BUSY = 8
/** For so long, and so many times round, each answer must have been the same. */
const ALIKE_MS = 10_000
const ALIKE_ROUNDS = 5
/** Too many requests, or a gateway whose service does not answer yet: by its own words, it will pass. */
const FOR_NOW: readonly (number | undefined)[] = [undefined, 429, 502, 503, 504]

/** Undefined once every outbox is empty and everybody has read; else what is left, and why. */
export async function drain(
  members: readonly Member[],
  ledger: Pick<Ledger, 'onEntry'>,
  { atMostMs, signal }: Patience,
): Promise<string | undefined> {
  const answers = new Answers()
  const unanswered = new Unanswered()
  const unlisten = ledger.onEntry((entry) => {
    answers.take(entry)
    unanswered.take(entry)
  })
  const unsent = () => members.filter(({ outbox }) => outbox.size > 0)
  const over = async () => {
    const synced = await inParallel(members, (member) => member.inTurn(() => member.sync()), BUSY)
    const left = unsent()
    if (left.length === 0) return synced.every(Boolean) && {}
    const told = answers.endRound(left) ?? unanswered.endRound(left)
    return told !== undefined && { told }
  }
  try {
    const { told } = await until(over, { what: 'outboxes to drain', atMostMs, everyMs: 50, signal })
    return told
  } catch (thrown) {
    signal.throwIfAborted()
    if (!(thrown instanceof Failure) || thrown.class !== 'environment') throw thrown
    const left = unsent().map(({ name, outbox }) => `${name} has ${outbox.size} unsent`)
    return left.slice(0, 5).join('; ') || `a device could not read within ${inWords(atMostMs)}${whyUnread(members)}`
  } finally {
    unlisten()
  }
}

/** What was answered since the last time that anything was otherwise. */
export class Answers {
  readonly #now: () => number
  #since: number
  #rounds = 0
  #status: number | undefined
  #count = 0
  #ops = new Set<string>()

  constructor(now: () => number = monotonicMs) {
    this.#now = now
    this.#since = now()
  }

  readonly take = (entry: Stamped): void => {
    if (entry.is !== 'answered') return
    const isAlike = entry.outcome === 'indeterminate' && entry.status === this.#status
    if (!isAlike) this.#begin(entry.outcome === 'indeterminate' ? entry.status : undefined)
    this.#count += 1
    this.#ops.add(entry.op)
  }

  /** In words, once each of those with something unsent has had the same answer for long enough. */
  endRound(left: readonly Pick<Member, 'outbox'>[]): string | undefined {
    this.#rounds += 1
    const tookMs = this.#now() - this.#since
    // A device sends in order, and not before the first one is answered.
    const isTold = left.every(({ outbox }) => this.#ops.has(outbox.first?.op ?? ''))
    if (FOR_NOW.includes(this.#status) || !isTold || this.#rounds < ALIKE_ROUNDS || tookMs < ALIKE_MS) return undefined
    return `every write is answered ${this.#status}, ${this.#count} times in ${inWords(tookMs)}; ${unsentIn(left)}`
  }

  #begin(status: number | undefined): void {
    this.#since = this.#now()
    this.#rounds = 0
    this.#status = status
    this.#count = 0
    this.#ops = new Set()
  }
}
