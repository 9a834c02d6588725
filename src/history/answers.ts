/** What services answered: how much they refused, and which devices are refused to the end. */

import type { Stamped } from '../ledger/entries.ts'

type Answered = Extract<Stamped, { readonly is: 'answered' }>

/** A device whose every answer since some moment was a refusal, or no answer at all. */
export interface Streak {
  readonly account: string
  /** When the first of them came. */
  readonly from: number
  /** How many, by status, or by what was said where there is no status. */
  readonly answers: Map<string, number>
  last: number
}

export class Answers {
  /** Of each device that was not acknowledged since. */
  readonly streaks = new Map<string, Streak>()

  take(device: string, account: string, { at, outcome, status, because }: Answered): void {
    if (outcome === 'acked') {
      this.streaks.delete(device)
      return
    }
    let streak = this.streaks.get(device)
    if (!streak) this.streaks.set(device, (streak = { account, from: at, answers: new Map(), last: at }))
    const answer = status === undefined ? (because ?? 'no answer').slice(0, 60) : `${status}`
    streak.answers.set(answer, (streak.answers.get(answer) ?? 0) + 1)
    streak.last = at
  }
}
