/**
 * Whether a service answers on one path. Who leaves a request without an answer until its time is up hangs: others are
 * then not asked one by one, each for as long; a single probe asks on their behalf until there is an answer again.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { NoAnswer } from '../../clients/index.ts'
import { monotonicMs, reasonOf } from '../../kernel/index.ts'

/** Changes that are still sent to a service that hangs: it may carry them out later, and that is to be seen. */
const SENDS = 8
/** A service that has come back answers a probe by then; who asks later than that does not wait for it. */
const SOON_MS = 250

interface Probe {
  readonly answered: Promise<boolean>
  /** Resolves when it has answered, or not soon. */
  readonly soon: Promise<unknown>
}

export class Silence {
  readonly #ask: () => Promise<unknown>
  #because: string | undefined
  #sends = 0
  #heard = 0
  #epoch = 0
  #probe: Probe | undefined

  /** `probe` asks what any healthy service answers. */
  constructor(probe: () => Promise<unknown>) {
    this.#ask = probe
  }

  get isSilent(): boolean {
    return this.#because !== undefined
  }

  /** Why nobody is asked; undefined while it answers. */
  get because(): string | undefined {
    return this.#because && `not asked: ${this.#because}`
  }

  /** Something was done to it: what was known of it holds no longer. */
  forget(): void {
    this.#epoch += 1
    this.#because = undefined
    this.#sends = 0
  }

  /** Throws `NoAnswer` at once when the service is known to hang. */
  async read<T>(act: () => Promise<T>): Promise<T> {
    if (this.isSilent && !(await this.#hasComeBack())) {
      throw new NoAnswer(this.because ?? '', { isLate: true })
    }
    return this.#observed(act)
  }

  /** Whether a change is to be sent: while the service hangs, only the first few are. */
  async takesChange(): Promise<boolean> {
    if (!this.isSilent) return true
    this.#sends += 1
    return this.#sends <= SENDS || this.#hasComeBack()
  }

  /** Asks, where nobody knows. */
  async isHanging(): Promise<boolean> {
    if (this.isSilent) return !(await this.#hasComeBack())
    this.#probe ??= this.#begin()
    await this.#probe.answered
    return this.isSilent
  }

  send<T>(act: () => Promise<T>): Promise<T> {
    return this.#observed(act)
  }

  async #hasComeBack(): Promise<boolean> {
    this.#probe ??= this.#begin()
    await this.#probe?.soon
    return !this.isSilent
  }

  #begin(): Probe {
    const answered = this.#answers()
    return { answered, soon: Promise.race([answered, pause(SOON_MS, undefined, { ref: false })]) }
  }

  async #answers(): Promise<boolean> {
    // An answer that cannot be read is one.
    const isLate = await this.#observed(this.#ask).then(() => false, isLateAnswer)
    this.#probe = undefined
    if (!isLate) this.forget()
    return !isLate
  }

  /** A slow answer to one is no silence where others are answered meanwhile. */
  async #observed<T>(act: () => Promise<T>): Promise<T> {
    const { isSilent } = this
    const [epoch, heard, began] = [this.#epoch, this.#heard, monotonicMs()]
    try {
      const result = await act()
      this.#heard += 1
      if (isSilent) this.forget()
      return result
    } catch (thrown) {
      if (!isLateAnswer(thrown)) this.#heard += 1
      else if (epoch === this.#epoch && heard === this.#heard) {
        const seconds = Math.round((monotonicMs() - began) / 1_000)
        this.#because ??= `another request had no answer in ${seconds}s (${reasonOf(thrown)})`
      }
      throw thrown
    }
  }
}

function isLateAnswer(thrown: unknown): boolean {
  return thrown instanceof NoAnswer && thrown.isLate
}
