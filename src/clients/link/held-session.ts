/**
 * A session and the connections that it holds. The harness opens it, and closes it: in order when it is done with it,
 * at once when a device is switched off. Whoever waits for an answer while its last connection is ended has none; a
 * session without its connection is not used again, another is opened in its place.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../kernel/index.ts'
import type { Change, Outcome, Session, View } from '../client.ts'
import { NoAnswer } from '../outcome.ts'
import type { Hold } from './hold.ts'

/** An answer that came with the end of its connection is read by then. */
const LAST_WORDS_MS = 250
/** A goodbye that takes longer is not waited for, nor is a connection that it does not end. */
const GOODBYE_MS = 1_000

interface Held {
  readonly answerMs: number
  /** Awaited before each change, which has its whole time from then on. */
  readonly beforeChange: () => Promise<void>
  readonly ended: () => void
}

export class HeldSession implements Session, AsyncDisposable {
  readonly #session: Session
  readonly #hold: Hold
  readonly #answerMs: number
  readonly #beforeChange: () => Promise<void>
  readonly #ended: () => void
  #isClosed = false

  constructor(session: Session, hold: Hold, { answerMs, beforeChange, ended }: Held) {
    this.#session = session
    this.#hold = hold
    this.#answerMs = answerMs
    this.#beforeChange = beforeChange
    this.#ended = ended
  }

  /** False once its connection was ended, or leads to a service that is no longer the one behind the link. */
  get isOpen(): boolean {
    return !this.#isClosed && !this.#hold.isLost
  }

  async push(change: Change): Promise<Outcome> {
    await this.#beforeChange()
    return await answered(this.#hold, this.#answerMs, () => this.#session.push(change))
  }

  pull(cursor?: string): Promise<View> {
    return answered(this.#hold, this.#answerMs, () => this.#session.pull(cursor))
  }

  /** In order; whatever is still connected after that is cut. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#sayGoodbye(() => this.#hold.untilIdle())
    this.#hold.close()
    this.#ended()
  }

  /** At once, as when its device is switched off: the service hears no goodbye. */
  hangUp(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#hold.close()
    // The library's own timers end too.
    void this.#sayGoodbye().finally(this.#ended)
  }

  /** Every connection ends; the session is open no more, and whoever is in the middle of it has no answer. */
  cut(): void {
    this.#hold.cut()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** What it says of a connection that is gone, or says too late, is of no use to anybody. */
  async #sayGoodbye(then?: () => Promise<void>): Promise<void> {
    if (!this.#session.close) return
    const over = new AbortController()
    const closing = Promise.try(() => this.#session.close?.()).then(then, () => undefined)
    const late = pause(GOODBYE_MS, undefined, { ref: false, signal: over.signal }).catch(() => undefined)
    await Promise.race([closing, late])
    over.abort()
  }
}

/**
 * Throws `NoAnswer` when the last connection is ended meanwhile, or when not a byte has come over any for so long; what
 * is still connected is then cut. HTTP has limits of its own.
 */
export async function answered<T>(hold: Hold, answerMs: number, act: () => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const began = monotonicMs()
  let ending: NodeJS.Timeout | undefined
  const unwatch = hold.onLost(() => {
    ending ??= setTimeout(() => {
      ending = undefined
      if (hold.isLost) reject(new NoAnswer('the connection was ended before there was an answer'))
    }, LAST_WORDS_MS)
  })
  const look = () => {
    const idleMs = hold.isUsed ? monotonicMs() - Math.max(began, hold.heardMs) : 0
    if (idleMs < answerMs) return void (limit = setTimeout(look, answerMs - idleMs))
    reject(new NoAnswer(`not a byte came for ${answerMs} ms`, { isLate: true }))
    hold.cut()
  }
  let limit = setTimeout(look, answerMs)
  try {
    act().then(resolve, reject)
    return await promise
  } finally {
    unwatch()
    clearTimeout(ending)
    clearTimeout(limit)
  }
}
