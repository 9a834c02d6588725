/**
 * A path that cuts messages up: small segments, a radio that sends in bursts, a reader that wakes up for each byte. On
 * the wire: pieces of `average_size` bytes, plus or minus `size_variation`, in order, each `delay` microseconds after
 * the one before. Removed, it lets go at once.
 */

import type { Random } from '../../../../kernel/index.ts'
import { PacedStage } from './paced.ts'
import type { Outlet, Toxic, ToxicKind } from './toxic.ts'

class SlicerStage extends PacedStage {
  readonly #toxic: Toxic
  readonly #random: Random
  #nextAt = 0

  constructor(toxic: Toxic, outlet: Outlet, random: Random) {
    super(outlet)
    this.#toxic = toxic
    this.#random = random
  }

  protected begin(now: number): void {
    this.#nextAt = Math.max(this.#nextAt, now)
  }

  /** The next piece goes now, and those after it at the new pace. */
  protected renew(now: number): void {
    this.#nextAt = now
  }

  protected dueAt(): number {
    return this.#nextAt
  }

  protected cut(head: Buffer): number {
    const { average_size: average = 0, size_variation: variation = 0, delay = 0 } = this.#toxic.settings
    this.#nextAt += delay / 1000
    return Math.min(this.#random.integer(average - variation, average + variation), head.length)
  }
}

export const slicer: ToxicKind = {
  type: 'slicer',
  defaults: { average_size: 0, size_variation: 0, delay: 0 },
  /** Pieces of nothing would never come to an end: the real one dies of them, with every connection that it has. */
  flaw: ({ average_size: average = 0, size_variation: variation = 0 }) =>
    variation < average ? undefined : `average_size must be above size_variation, got ${average} and ${variation}`,
  stage: (toxic, outlet, random) => new SlicerStage(toxic, outlet, random),
}
