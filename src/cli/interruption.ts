/** Somebody who wants a run to end: heard from the first moment to the last, and never by sudden death. */

import { Failure } from '../kernel/index.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

export class Interruption implements Disposable {
  readonly #asked = Promise.withResolvers<void>()
  readonly #hear = () => this.#asked.resolve()

  constructor() {
    this.takeOver()
  }

  /** Whoever else listens would end this process before anybody has seen what the reapers did. */
  takeOver(): void {
    for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, this.#hear)
  }

  /** As a signal does. */
  ask(): void {
    this.#hear()
  }

  /** Calls `act` when it is asked for, or at once if it was. */
  whenAsked(act: () => void): void {
    void this.#asked.promise.then(act)
  }

  /** What has made nothing yet need not be awaited. */
  async before<T>(preparing: Promise<T>): Promise<T> {
    const asked = this.#asked.promise.then(() => {
      throw new Failure('interrupted', 'interrupted before anything was started')
    })
    return await Promise.race([preparing, asked])
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#hear)
  }
}
