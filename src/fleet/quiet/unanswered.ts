/** Changes that have no answer while reads have, in the rounds of a drain. */

import { counted, inWords } from '../../kernel/index.ts'
import type { Stamped } from '../../ledger/index.ts'
import type { Member } from '../member.ts'

/** In so many rounds one waited in vain, each for as long as it is given. */
const ROUNDS = 2

export class Unanswered {
  #waits = 0
  #waitedMs = 0
  #areReadsAnswered = false
  #rounds = 0
  #isOfThisRound = false

  readonly take = (entry: Stamped): void => {
    if (entry.is === 'answered' && (entry.outcome !== 'indeterminate' || entry.status !== undefined)) this.#forget()
    if (entry.is !== 'silence') return
    const { state, asked, waitedMs = 0, reads = 0 } = entry
    if (state === 'over' && asked === 'change') return this.#forget()
    if (state === 'over' || reads > 0) this.#areReadsAnswered = true
    if (state === 'over' || asked === 'read') return
    this.#waits += 1
    this.#waitedMs = Math.max(this.#waitedMs, waitedMs)
    this.#isOfThisRound = true
  }

  /** In words, once no change had an answer for so many rounds, though reads had. */
  endRound(left: readonly Pick<Member, 'outbox'>[]): string | undefined {
    if (this.#isOfThisRound) this.#rounds += 1
    this.#isOfThisRound = false
    if (!this.#areReadsAnswered || this.#rounds < ROUNDS) return undefined
    const waited = `${this.#waits} waited up to ${inWords(this.#waitedMs)}`
    return `no write is answered, though reads are: ${waited}; ${unsentIn(left)}`
  }

  #forget(): void {
    this.#waits = 0
    this.#waitedMs = 0
    this.#areReadsAnswered = false
    this.#rounds = 0
    this.#isOfThisRound = false
  }
}

export function unsentIn(left: readonly Pick<Member, 'outbox'>[]): string {
  const changes = left.reduce((sum, { outbox }) => sum + outbox.size, 0)
  return `${counted(left.length, 'device')} ${left.length === 1 ? 'has' : 'have'} ${counted(changes, 'unsent change')}`
}
