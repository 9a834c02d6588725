/**
 * A thin line: a crowded cell, a cheap contract, a far backup site. On the wire: bytes come in order, in each direction
 * of each connection at most `rate` kilobytes of 1,000 bytes a second; with 0 none come. Removed, it lets go at once.
 */

import { PacedStage } from './paced.ts'
import type { Outlet, Toxic, ToxicKind } from './toxic.ts'

/** A piece that takes longer than this is handed on in parts, so that data trickles instead of coming in gulps. */
const PART_MS = 100

class BandwidthStage extends PacedStage {
  readonly #toxic: Toxic
  /** When the line has carried all that was let go. */
  #busyUntil = 0
  /** By how much the last part was let go too late: the next begins that much earlier, or late timers would add up. */
  #lateMs = 0

  constructor(toxic: Toxic, outlet: Outlet) {
    super(outlet)
    this.#toxic = toxic
  }

  protected begin(now: number): void {
    this.#busyUntil = now - this.#lateMs
  }

  /** The part that waits begins anew: time spent at another rate is no credit. */
  protected renew(now: number): void {
    this.#busyUntil = now
  }

  protected dueAt(head: Buffer): number {
    return this.#rate === 0 ? Infinity : this.#busyUntil + this.#sizeOf(head) / this.#rate
  }

  protected cut(head: Buffer, now: number): number {
    this.#busyUntil = this.dueAt(head)
    this.#lateMs = Math.min(now - this.#busyUntil, PART_MS)
    return this.#sizeOf(head)
  }

  /** Bytes a millisecond. */
  get #rate(): number {
    return this.#toxic.settings['rate'] ?? 0
  }

  #sizeOf(head: Buffer): number {
    return Math.min(head.length, this.#rate * PART_MS)
  }
}

export const bandwidth: ToxicKind = {
  type: 'bandwidth',
  defaults: { rate: 0 },
  stage: (toxic, outlet) => new BandwidthStage(toxic, outlet),
}
