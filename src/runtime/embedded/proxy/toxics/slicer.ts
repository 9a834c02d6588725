/**
 * A path that cuts messages up: small segments, a radio that sends in bursts, a reader that wakes up for each byte. On
 * the wire: pieces of `average_size` bytes, plus or minus `size_variation`, in order, each `delay` microseconds after
 * the one before. Removed, it lets go at once.
 */

import { monotonicMs, type Random } from '../../../../kernel/index.ts'
import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

class SlicerStage implements Stage {
  readonly #queue: Buffer[] = []
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  readonly #random: Random
  #nextAt = 0
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(toxic: Toxic, outlet: Outlet, random: Random) {
    this.#toxic = toxic
    this.#outlet = outlet
    this.#random = random
  }

  get full(): boolean {
    return this.#queue.length > 0
  }

  take(chunk: Buffer): void {
    this.#queue.push(chunk)
    if (this.#queue.length > 1) return
    this.#nextAt = Math.max(this.#nextAt, monotonicMs())
    this.#letGo()
  }

  end(): void {
    this.#ended = true
    if (this.#queue.length === 0) this.#outlet.end()
  }

  /** The next piece goes now, and those after it at the new pace. */
  retune(): void {
    this.#nextAt = monotonicMs()
    this.#letGo()
  }

  lift(): void {
    clearTimeout(this.#timer)
    for (const chunk of this.#queue.splice(0)) this.#outlet.pass(chunk)
    if (this.#ended) this.#outlet.end()
  }

  discard(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  /** Pieces are due by the pace and not by the timer, which counts whole milliseconds only. */
  #letGo(): void {
    clearTimeout(this.#timer)
    if (this.#queue.length === 0) return
    const { average_size: average = 0, size_variation: variation = 0, delay = 0 } = this.#toxic.settings
    const now = monotonicMs()
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      if (this.#nextAt > now) {
        this.#timer = setTimeout(() => this.#letGo(), Math.ceil(this.#nextAt - now))
        return
      }
      const size = this.#random.integer(average - variation, average + variation)
      if (size < head.length) this.#queue[0] = head.subarray(size)
      else this.#queue.shift()
      this.#nextAt += delay / 1000
      this.#outlet.pass(head.subarray(0, size))
    }
    if (this.#ended) this.#outlet.end()
    this.#outlet.relieved()
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
