/** How long answers took, from each request to its own answer, in equal stretches of time. */

import type { Stamped } from '../../../ledger/index.ts'
import type { Clock, Moment } from './moments.ts'

export class Waits {
  /** Real milliseconds at which each was sent; by operation and attempt. */
  readonly #sent = new Map<string, number>()
  readonly #waits: { readonly ms: number; readonly drillMs: number; readonly waited: number }[] = []

  see(entry: Stamped): void {
    if (entry.is !== 'sent' && entry.is !== 'answered') return
    const key = `${entry.op} ${entry.attempt}`
    if (entry.is === 'sent') {
      this.#sent.set(key, entry.ms)
      return
    }
    const sent = this.#sent.get(key)
    if (sent === undefined) return
    this.#sent.delete(key)
    this.#waits.push({ ms: entry.ms, drillMs: entry.drillMs, waited: Math.max(0, entry.ms - sent) })
  }

  /** In real milliseconds, whatever the clock; undefined where nothing was answered. */
  medians(clock: Clock, end: Moment, count: number): readonly (number | undefined)[] {
    const bins: number[][] = Array.from({ length: count }, () => [])
    for (const wait of this.#waits) {
      const place = Math.min(count - 1, Math.floor((wait[clock] / Math.max(1, end[clock])) * count))
      bins[place]?.push(wait.waited)
    }
    return bins.map((bin) => bin.toSorted((a, b) => a - b)[bin.length >> 1])
  }
}
