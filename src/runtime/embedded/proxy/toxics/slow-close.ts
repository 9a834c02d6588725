/**
 * An end that is late to be known: a middlebox that holds on to a connection, a peer that lingers. On the wire: data
 * passes as before, and that this direction has ended is told `delay` ms later. Removed, what has ended closes at once.
 */

import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

class SlowCloseStage implements Stage {
  readonly full = false
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  #timer: NodeJS.Timeout | undefined

  constructor(toxic: Toxic, outlet: Outlet) {
    this.#toxic = toxic
    this.#outlet = outlet
  }

  take(chunk: Buffer): void {
    this.#outlet.pass(chunk)
  }

  /** A toxic before this one may say it more than once; the time runs from the first. */
  end(): void {
    this.#timer ??= setTimeout(() => this.#outlet.end(), this.#toxic.settings['delay'] ?? 0)
  }

  /** The time starts again, as in the real one. */
  retune(): void {
    if (this.#timer === undefined) return
    this.discard()
    this.end()
  }

  lift(): void {
    if (this.#timer === undefined) return
    this.discard()
    this.#outlet.end()
  }

  discard(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

export const slowClose: ToxicKind = {
  type: 'slow_close',
  defaults: { delay: 0 },
  stage: (toxic, outlet) => new SlowCloseStage(toxic, outlet),
}
