/** How fast a run may write into a service that is somebody else's: the whole fleet together, one after the other. */

import { setTimeout as pause } from 'node:timers/promises'
import { NoAnswer, type Writes } from '../../clients/index.ts'
import { monotonicMs } from '../../kernel/index.ts'

/** Requests of HTTP that make a collection: it has no record's identity, and stays. */
const MAKING = /^MK/

export class WriteLimit implements Writes {
  readonly #everyMs: number
  readonly #made = new Set<string>()
  #turn: Promise<void> = Promise.resolve()
  #nextMs = 0

  constructor(perSecond: number) {
    this.#everyMs = 1_000 / perSecond
  }

  /** Paths of collections that adapters have asked the service to make. */
  get made(): readonly string[] {
    return [...this.#made]
  }

  /** No two are nearer to each other than the limit says. Throws `NoAnswer` where the run is broken off meanwhile. */
  async take(signal?: AbortSignal): Promise<void> {
    const turn = this.#turn.then(() => this.#wait(signal))
    this.#turn = turn.catch(() => undefined)
    await turn
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    try {
      signal?.throwIfAborted()
      const forMs = Math.ceil(this.#nextMs - monotonicMs())
      if (forMs > 0) await pause(forMs, undefined, signal && { signal })
      this.#nextMs = monotonicMs() + this.#everyMs
    } catch (thrown) {
      throw new NoAnswer('not sent: the run is over', { cause: thrown })
    }
  }

  told(method: string, path: string): void {
    if (MAKING.test(method)) this.#made.add(`${method} ${path}`)
  }
}
