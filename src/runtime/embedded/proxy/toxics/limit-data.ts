/**
 * A transfer that breaks off: a gateway with a size limit, a quota, a lost tail. On the wire: the first `bytes` bytes
 * in this direction since it was added, then the connection closes in order. Removed, live connections have no limit.
 */

import type { Outlet, Stage, Toxic, ToxicKind } from './toxic.ts'

class LimitDataStage implements Stage {
  readonly full = false
  readonly #toxic: Toxic
  readonly #outlet: Outlet
  #passed = 0

  constructor(toxic: Toxic, outlet: Outlet) {
    this.#toxic = toxic
    this.#outlet = outlet
  }

  take(chunk: Buffer): void {
    const { bytes = 0 } = this.#toxic.settings
    const allowed = chunk.subarray(0, Math.max(0, bytes - this.#passed))
    this.#passed += allowed.length
    if (allowed.length > 0) this.#outlet.pass(allowed)
    if (this.#passed >= bytes) this.#outlet.close()
  }

  end(): void {
    this.#outlet.end()
  }

  /** A limit that lies behind acts on the next data. */
  retune(): void {}

  lift(): void {}

  discard(): void {}
}

export const limitData: ToxicKind = {
  type: 'limit_data',
  defaults: { bytes: 0 },
  stage: (toxic, outlet) => new LimitDataStage(toxic, outlet),
}
