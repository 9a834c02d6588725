/** How long answers took, from each request to its own answer, in equal stretches of time. */

import type { Answer, Attempt, Reader, Stamp, Version } from '../../../history/index.ts'
import type { Clock, Moment } from './moments.ts'

export class Waits implements Reader {
  /** Real milliseconds at which each was sent; by operation and attempt. */
  readonly #sent = new Map<string, number>()
  readonly #waits: { readonly ms: number; readonly drillMs: number; readonly waited: number }[] = []

  sent({ op, attempt }: Attempt, { ms }: Stamp): void {
    this.#sent.set(`${op} ${attempt}`, ms)
  }

  answered(_: Version | undefined, { op, attempt }: Answer, { ms, drillMs }: Stamp): void {
    const key = `${op} ${attempt}`
    const sent = this.#sent.get(key)
    if (sent === undefined) return
    this.#sent.delete(key)
    this.#waits.push({ ms, drillMs, waited: Math.max(0, ms - sent) })
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
