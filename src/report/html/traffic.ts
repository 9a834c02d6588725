/** Answers to what devices sent, counted in equal stretches of time: acknowledged, refused, unknown. */

import type { Stamped } from '../../ledger/index.ts'
import type { Clock, Moment } from './moments.ts'

export const OUTCOMES = ['acked', 'rejected', 'indeterminate'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type Bins = Readonly<Record<Outcome, readonly number[]>>

export class Traffic {
  readonly #answers: { readonly outcome: Outcome; readonly ms: number; readonly drillMs: number }[] = []

  take(entry: Stamped): void {
    if (entry.is === 'answered') this.#answers.push({ outcome: entry.outcome, ms: entry.ms, drillMs: entry.drillMs })
  }

  /** Over the whole run, on one of its clocks. */
  bins(clock: Clock, end: Moment, count: number): Bins {
    const bins = { acked: empty(count), rejected: empty(count), indeterminate: empty(count) }
    for (const answer of this.#answers) {
      const place = Math.min(count - 1, Math.floor((answer[clock] / Math.max(1, end[clock])) * count))
      const own = bins[answer.outcome]
      own[place] = (own[place] ?? 0) + 1
    }
    return bins
  }
}

const empty = (count: number): number[] => Array.from({ length: count }, () => 0)
