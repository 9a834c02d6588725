/**
 * A long or crowded path: distance, a radio cell, a full queue. On the wire: every byte comes `latency` ms late, plus
 * or minus `jitter`, in order and as many per second as before; connecting is not slowed. Removed, it lets go at once.
 */

import { monotonicMs, type Random } from '../../../../kernel/index.ts'
import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

/** As much as the real one can hold: 1,024 pieces of 32 KiB. Beyond it the source is not read. */
const HELD_BYTES = 32 * 1024 * 1024
/** What a tiny piece costs to hold, so that many of them are bounded too. */
const PIECE_BYTES = 128

interface Held {
  readonly chunk: Buffer
  readonly arrivedAt: number
  /** From -1 to 1; drawn once, so that a changed setting moves a piece without a new draw. */
  readonly swing: number
}

class LatencyStage implements Stage {
  readonly #queue: Held[] = []
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  readonly #random: Random
  #heldBytes = 0
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(toxic: Toxic, outlet: Outlet, random: Random) {
    this.#toxic = toxic
    this.#outlet = outlet
    this.#random = random
  }

  get full(): boolean {
    return this.#heldBytes >= HELD_BYTES
  }

  take(chunk: Buffer): void {
    this.#queue.push({ chunk, arrivedAt: monotonicMs(), swing: this.#random.fraction() * 2 - 1 })
    this.#heldBytes += chunk.length + PIECE_BYTES
    if (this.#queue.length === 1) this.#letGo()
  }

  end(): void {
    this.#ended = true
    if (this.#queue.length === 0) this.#outlet.end()
  }

  retune(): void {
    this.#letGo()
  }

  lift(): void {
    this.#letGo(Infinity)
  }

  discard(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  /** One timer, for the piece that is next: a later piece never overtakes it, whatever its swing. */
  #letGo(until = monotonicMs()): void {
    clearTimeout(this.#timer)
    if (this.#queue.length === 0) return
    for (let head = this.#queue[0]; head !== undefined && this.#dueAt(head) <= until; head = this.#queue[0]) {
      this.#queue.shift()
      this.#heldBytes -= head.chunk.length + PIECE_BYTES
      this.#outlet.pass(head.chunk)
    }
    const next = this.#queue[0]
    // What has fallen due since the loop is next in line, and no timer goes back.
    if (next) this.#timer = setTimeout(() => this.#letGo(), Math.max(1, Math.ceil(this.#dueAt(next) - monotonicMs())))
    else if (this.#ended) this.#outlet.end()
    this.#outlet.relieved()
  }

  #dueAt({ arrivedAt, swing }: Held): number {
    const { latency = 0, jitter = 0 } = this.#toxic.settings
    return arrivedAt + latency + swing * jitter
  }
}

export const latency: ToxicKind = {
  type: 'latency',
  defaults: { latency: 0, jitter: 0 },
  stage: (toxic, outlet, random) => new LatencyStage(toxic, outlet, random),
}
