/**
 * A black hole: a firewall that drops, a load balancer without a server. On the wire: connections open, what is sent is
 * swallowed, and after `timeout` ms without data the connection closes; with 0 never. Removed, it closes what hung.
 */

import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

class TimeoutStage implements Stage {
  readonly full = false
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  #timer: NodeJS.Timeout | undefined

  constructor(toxic: Toxic, outlet: Outlet) {
    this.#toxic = toxic
    this.#outlet = outlet
    this.#wait()
  }

  /** The time starts again with each piece, as in the real one: it is silence that times out. */
  take(): void {
    this.#wait()
  }

  end(): void {
    this.discard()
    this.#outlet.close()
  }

  retune(): void {
    this.#wait()
  }

  lift(): void {
    this.end()
  }

  discard(): void {
    clearTimeout(this.#timer)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    const { timeout: ms = 0 } = this.#toxic.settings
    if (ms > 0) this.#timer = setTimeout(() => this.#outlet.close(), ms)
  }
}

export const timeout: ToxicKind = {
  type: 'timeout',
  defaults: { timeout: 0 },
  stage: (toxic, outlet) => new TimeoutStage(toxic, outlet),
}
