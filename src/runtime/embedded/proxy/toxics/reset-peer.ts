/**
 * A connection that breaks in the middle: a phone changes cells, a gateway forgets its state. On the wire: `timeout` ms
 * after the first data in this direction both ends get a reset, and that data is gone. Removed, new connections live.
 * The real one resets only connections that opened under it and closes older ones in order; this one resets them all.
 */

import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

class ResetPeerStage implements Stage {
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  #timer: NodeJS.Timeout | undefined

  constructor(toxic: Toxic, outlet: Outlet) {
    this.#toxic = toxic
    this.#outlet = outlet
  }

  get full(): boolean {
    return this.#timer !== undefined
  }

  take(): void {
    this.#timer ??= setTimeout(() => this.#outlet.reset(), this.#toxic.settings['timeout'] ?? 0)
  }

  /** An end counts as data, as in the real one. */
  end(): void {
    this.take()
  }

  retune(): void {
    if (this.#timer === undefined) return
    this.discard()
    this.take()
  }

  /** A connection that has already lost data can not be let live. */
  lift(): void {
    if (this.#timer !== undefined) this.#outlet.reset()
  }

  discard(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

export const resetPeer: ToxicKind = {
  type: 'reset_peer',
  defaults: { timeout: 0 },
  stage: (toxic, outlet) => new ResetPeerStage(toxic, outlet),
}
