/** Answers to what devices sent, counted in equal stretches of time: acknowledged, refused, unknown. */

import type { Answer, Reader, Stamp, Version } from '../../../history/index.ts'
import type { Clock, Moment } from './moments.ts'

export const OUTCOMES = ['acked', 'rejected', 'indeterminate'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type Bins = Readonly<Record<Outcome, readonly number[]>>

export class Traffic implements Reader {
  readonly #answers: { readonly outcome: Outcome; readonly ms: number; readonly drillMs: number }[] = []

  answered(_: Version | undefined, { outcome }: Answer, { ms, drillMs }: Stamp): void {
    this.#answers.push({ outcome, ms, drillMs })
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
