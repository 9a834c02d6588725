/** The only readers of clocks: monotonic real time for durations, wall time as a label, drill time for RPO. */

import { performance } from 'node:perf_hooks'

/** Milliseconds since an arbitrary moment; never goes back. */
export const monotonicMs = (): number => performance.now()

/** Wall time as ISO text. Recorded, never compared. */
export const wallTime = (): string => new Date().toISOString()

/** Stands still unless something moves it: `work` and `timePasses` do. */
export class DrillClock {
  #ms = 0

  get ms(): number {
    return this.#ms
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`drill time moves forward only, got ${ms} ms`)
    this.#ms += ms
  }
}
