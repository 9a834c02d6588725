/**
 * A thin line: a crowded cell, a cheap contract, a far backup site. On the wire: bytes come in order, in each direction
 * of each connection at most `rate` kilobytes of 1,000 bytes a second; with 0 none come. Removed, it lets go at once.
 */

import { monotonicMs } from '../../../../kernel/index.ts'
import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

/** A piece that takes longer than this is handed on in parts, so that data trickles instead of coming in gulps. */
const PART_MS = 100

class BandwidthStage implements Stage {
  readonly #queue: Buffer[] = []
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  /** When the line has carried all that was let go. */
  #busyUntil = 0
  /** By how much the last part was let go too late: the next begins that much earlier, or late timers would add up. */
  #lateMs = 0
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(toxic: Toxic, outlet: Outlet) {
    this.#toxic = toxic
    this.#outlet = outlet
  }

  /** What does not fit waits at the source, as on a thin line. */
  get full(): boolean {
    return this.#queue.length > 0
  }

  take(chunk: Buffer): void {
    this.#queue.push(chunk)
    if (this.#queue.length > 1) return
    this.#busyUntil = monotonicMs() - this.#lateMs
    this.#letGo()
  }

  end(): void {
    this.#ended = true
    if (this.#queue.length === 0) this.#outlet.end()
  }

  /** The part that waits begins anew: time spent at another rate is no credit. */
  retune(): void {
    this.#busyUntil = monotonicMs()
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

  #letGo(): void {
    clearTimeout(this.#timer)
    const { rate = 0 } = this.#toxic.settings
    if (rate === 0) return
    const now = monotonicMs()
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const part = head.subarray(0, rate * PART_MS)
      const dueAt = this.#busyUntil + part.length / rate
      if (dueAt > now) {
        this.#timer = setTimeout(() => this.#letGo(), Math.ceil(dueAt - now))
        return
      }
      this.#busyUntil = dueAt
      this.#lateMs = Math.min(now - dueAt, PART_MS)
      if (part.length === head.length) this.#queue.shift()
      else this.#queue[0] = head.subarray(part.length)
      this.#outlet.pass(part)
    }
    if (this.#ended) this.#outlet.end()
    this.#outlet.relieved()
  }
}

export const bandwidth: ToxicKind = {
  type: 'bandwidth',
  defaults: { rate: 0 },
  stage: (toxic, outlet) => new BandwidthStage(toxic, outlet),
}
