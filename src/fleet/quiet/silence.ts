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

/** Heard of a service: one more request that had no answer, or an end of that. */
export type Heard =
  | { readonly state: 'unanswered'; readonly by: string; readonly waitedMs: number }
  | { readonly state: 'over' }

/** Who asks on behalf of everybody. */
const HARNESS = 'the harness'

interface Probe {
  readonly answered: Promise<boolean>
  /** Resolves when it has answered, or not soon. */
  readonly soon: Promise<unknown>
}

export class Silence {
  readonly #ask: () => Promise<unknown>
  readonly #tell: (heard: Heard) => void
  #isTold = false
  #because: string | undefined
  #sends = 0
  #heard = 0
  #epoch = 0
  #probe: Probe | undefined

  /** `probe` asks what any healthy service answers; `tell` is told of each request that it leaves without an answer. */
  constructor(probe: () => Promise<unknown>, tell: (heard: Heard) => void) {
    this.#ask = probe
    this.#tell = tell
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
  async read<T>(act: () => Promise<T>, by = HARNESS): Promise<T> {
    if (this.isSilent && !(await this.#hasComeBack())) {
      throw new NoAnswer(this.because ?? '', { isLate: true })
    }
    return this.#observed(act, by)
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

  send<T>(act: () => Promise<T>, by = HARNESS): Promise<T> {
    return this.#observed(act, by)
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
    const isLate = await this.#observed(this.#ask, HARNESS).then(() => false, isLateAnswer)
    this.#probe = undefined
    if (!isLate) this.forget()
    return !isLate
  }

  /** A slow answer to one is no silence where others are answered meanwhile. */
  async #observed<T>(act: () => Promise<T>, by: string): Promise<T> {
    const { isSilent } = this
    const [epoch, heard, began] = [this.#epoch, this.#heard, monotonicMs()]
    try {
      const result = await act()
      this.#hears()
      if (isSilent) this.forget()
      return result
    } catch (thrown) {
      if (!(thrown instanceof NoAnswer)) this.#hears()
      else if (!thrown.isLate) this.#heard += 1
      else if (epoch === this.#epoch && heard === this.#heard) this.#hearsNothing(thrown, by, monotonicMs() - began)
      throw thrown
    }
  }

  #hears(): void {
    this.#heard += 1
    if (this.#isTold) this.#tell({ state: 'over' })
    this.#isTold = false
  }

  #hearsNothing(thrown: unknown, by: string, waitedMs: number): void {
    const seconds = Math.round(waitedMs / 1_000)
    this.#because ??= `another request had no answer in ${seconds}s (${reasonOf(thrown)})`
    this.#isTold = true
    this.#tell({ state: 'unanswered', by, waitedMs })
  }
}

function isLateAnswer(thrown: unknown): boolean {
  return thrown instanceof NoAnswer && thrown.isLate
}
