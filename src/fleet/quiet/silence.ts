/**
 * Whether a service answers on one path. Who leaves a request without an answer until its time is up hangs: others are
 * then not asked one by one, each for as long; a single probe asks on their behalf until there is an answer again. Who
 * answers reads may still hang on changes. No harmless change can be asked with: of those that devices have, one at a
 * time is sent.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { NoAnswer } from '../../clients/index.ts'
import { monotonicMs, reasonOf } from '../../kernel/index.ts'
import { Changes } from './changes.ts'

/** Changes that are still sent to a service that hangs: it may carry them out later, and that is to be seen. */
const SENDS = 8
/** A service that has come back answers a probe by then; who asks later than that does not wait for it. */
const SOON_MS = 250

type Asked = 'read' | 'change'

/** Heard of a service: one more request that had no answer, or an end of that. */
export type Heard =
  | {
      readonly state: 'unanswered'
      readonly asked: Asked
      readonly by: string
      readonly waitedMs: number
      /** Answered while a change waited. */
      readonly reads?: number
    }
  | { readonly state: 'over'; readonly asked: Asked }

export interface Ears {
  /** Told of each request that is left without an answer, and of the end of that. */
  readonly tell: (heard: Heard) => void
  /** Called whenever a change was answered. */
  readonly onChange: () => void
}

/** Who asks on behalf of everybody. */
const HARNESS = 'the harness'

interface Probe {
  readonly answered: Promise<boolean>
  /** Resolves when it has answered, or not soon. */
  readonly soon: Promise<unknown>
}

export class Silence {
  readonly #ask: () => Promise<unknown>
  readonly #ears: Ears
  readonly #changes = new Changes()
  #isTold = false
  #because: string | undefined
  #sends = 0
  #heard = 0
  #reads = 0
  #epoch = 0
  #probe: Probe | undefined

  /** `probe` asks what any healthy service answers. */
  constructor(probe: () => Promise<unknown>, ears: Ears) {
    this.#ask = probe
    this.#ears = ears
  }

  get isSilent(): boolean {
    return this.#because !== undefined
  }

  /** Reads are answered, and no change has been since one waited in vain. */
  get hangsOnChanges(): boolean {
    return !this.isSilent && this.#changes.because !== undefined
  }

  /** Why nobody is asked, or no change is sent; undefined while it answers. */
  get because(): string | undefined {
    const because = this.#because ?? this.#changes.because
    return because && `not asked: ${because}`
  }

  /** Something was done to it: what was known of it holds no longer. */
  forget(): void {
    this.#comesBack()
    this.#changes.forget()
  }

  /** Throws `NoAnswer` at once when the service is known to hang. */
  async read<T>(act: () => Promise<T>, by = HARNESS): Promise<T> {
    if (this.isSilent && !(await this.#hasComeBack())) {
      throw new NoAnswer(this.because ?? '', { isLate: true })
    }
    return this.#observed(act, by, 'read')
  }

  /** Whether a change is to be sent: while the service hangs, only the first few are, or one at a time. */
  async takesChange(): Promise<boolean> {
    if (this.isSilent) {
      this.#sends += 1
      if (this.#sends <= SENDS) return true
      if (!(await this.#hasComeBack())) return false
    }
    return this.#changes.takesOne()
  }

  /** Asks, where nobody knows. */
  async isHanging(): Promise<boolean> {
    if (this.isSilent) return !(await this.#hasComeBack())
    this.#probe ??= this.#begin()
    await this.#probe.answered
    return this.isSilent
  }

  async send<T>(act: () => Promise<T>, by = HARNESS): Promise<T> {
    using _ = this.#changes.underWay()
    return await this.#observed(act, by, 'change')
  }

  /** A change was answered, on this way or another. */
  hearsChange(): void {
    if (this.#changes.ends()) this.#ears.tell({ state: 'over', asked: 'change' })
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
    const isLate = await this.#observed(this.#ask, HARNESS, 'read').then(() => false, isLateAnswer)
    this.#probe = undefined
    if (!isLate) this.#comesBack()
    return !isLate
  }

  /** A slow answer to one is no silence where others are answered meanwhile. */
  async #observed<T>(act: () => Promise<T>, by: string, asked: Asked): Promise<T> {
    const { isSilent } = this
    const [epoch, heard, reads, began] = [this.#epoch, this.#heard, this.#reads, monotonicMs()]
    const isFirstHeardOf = this.#changes.watch()
    try {
      const result = await act()
      this.#hears(asked)
      if (isSilent) this.#comesBack()
      return result
    } catch (thrown) {
      if (!(thrown instanceof NoAnswer)) this.#hears(asked)
      else if (!thrown.isLate) this.#hearsOf(asked)
      else {
        const late = { asked, by, waitedMs: monotonicMs() - began }
        const isChange = asked === 'change' && isFirstHeardOf()
        if (epoch === this.#epoch && heard === this.#heard) this.#hearsNothing(thrown, late, isChange)
        else if (isChange && this.#reads > reads) this.#hearsNoChange(thrown, late, this.#reads - reads)
      }
      throw thrown
    }
  }

  #hears(asked: Asked): void {
    this.#hearsOf(asked)
    // Each end is told once: that of changes is told below.
    if (this.#isTold && !(asked === 'change' && this.#changes.because)) this.#ears.tell({ state: 'over', asked })
    this.#isTold = false
    if (asked === 'change') this.#ears.onChange()
  }

  /** Who refuses connections has not answered; still it does not hang. */
  #hearsOf(asked: Asked): void {
    this.#heard += 1
    if (asked === 'read') this.#reads += 1
    else this.#changes.heardOf()
  }

  #hearsNothing(thrown: unknown, late: Late, isChange: boolean): void {
    this.#because ??= becauseOf('request', thrown, late)
    if (isChange) this.#changes.wait(becauseOf('change', thrown, late))
    this.#isTold = true
    this.#ears.tell({ state: 'unanswered', ...late })
  }

  #hearsNoChange(thrown: unknown, late: Late, reads: number): void {
    this.#changes.wait(becauseOf('change', thrown, late))
    this.#ears.tell({ state: 'unanswered', ...late, reads })
  }

  #comesBack(): void {
    this.#epoch += 1
    this.#because = undefined
    this.#sends = 0
  }
}

interface Late {
  readonly asked: Asked
  readonly by: string
  readonly waitedMs: number
}

function becauseOf(what: string, thrown: unknown, { waitedMs }: Late): string {
  return `another ${what} had no answer in ${Math.round(waitedMs / 1_000)}s (${reasonOf(thrown)})`
}

function isLateAnswer(thrown: unknown): boolean {
  return thrown instanceof NoAnswer && thrown.isLate
}
