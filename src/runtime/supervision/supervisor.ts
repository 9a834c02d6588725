/**
 * Starts a service again that has ended, as systemd and Docker do: soon, then less and less soon, and no more once it
 * ends again and again right after its start. Of the service itself it knows nothing.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { Failure, inWords, monotonicMs } from '../../kernel/index.ts'

/** Before the first start in a row; each later one waits twice as long, but never longer than the most. */
const FIRST_MS = 100
const MOST_MS = 5_000
/** One that was up for so long is sound: what ends it after that is something new. */
const SOUND_MS = 10_000
/** So many starts in a row, none of which lasted: a crash loop. */
const STARTS_MAX = 5

/** One service, as its supervisor sees it. */
export interface Charge {
  /** Starts it once; throws where it does not come up. */
  start(): Promise<void>
  /** Whether what ended it is something after which it is started again. */
  isToStart(): boolean
  /** Told why it is started no more. */
  gaveUp(because: string): void
}

export class Supervisor {
  readonly #charge: Charge
  /** Starts of ours since it was sound, or since somebody else started it. */
  #inRow = 0
  #upSince: number | undefined
  #work: { readonly done: Promise<void>; readonly over: AbortController } | undefined

  constructor(charge: Charge) {
    this.#charge = charge
  }

  /** It is not up, and will be, unless somebody asks it to end or it is given up. */
  get isAtWork(): boolean {
    return this.#work !== undefined
  }

  /** Nobody is to start it any more: somebody has asked it to end. */
  get isOver(): boolean {
    return this.#work?.over.signal.aborted ?? false
  }

  /** Somebody else starts it, or ends it on purpose: it counts from there. */
  countAnew(): void {
    this.#inRow = 0
  }

  isUp(): void {
    this.#upSince = monotonicMs()
  }

  /** It has ended. Nothing happens while a start of ours is under way: that finds out by itself. */
  hasEnded(): void {
    if (this.#work || !this.#charge.isToStart()) return
    if (this.#upSince !== undefined && monotonicMs() - this.#upSince >= SOUND_MS) this.#inRow = 0
    this.#upSince = undefined
    const over = new AbortController()
    const done = this.#untilUp(over.signal).finally(() => (this.#work = undefined))
    this.#work = { done, over }
  }

  /** Resolves once nothing of ours is under way: it is up, or nobody starts it any more. */
  async settled(): Promise<void> {
    await this.#work?.done
  }

  /** Whoever calls sees to it that it ends; `settled` resolves after that. */
  leaveOff(): void {
    this.#work?.over.abort()
  }

  async #untilUp(over: AbortSignal): Promise<void> {
    while (this.#charge.isToStart()) {
      if (this.#inRow >= STARTS_MAX) return this.#charge.gaveUp(loopOf(this.#inRow))
      const waitMs = Math.min(MOST_MS, FIRST_MS * 2 ** this.#inRow)
      this.#inRow += 1
      await pause(waitMs, undefined, { signal: over }).catch(() => undefined)
      if (over.aborted) return
      // One that does not come up, or has ended by now, is to be started once more, or it is not.
      await this.#charge.start().catch(() => undefined)
      if (over.aborted) return
    }
  }
}

const loopOf = (starts: number): string =>
  `a crash loop: its supervisor started it ${starts} times in a row, and it never stayed up for ${inWords(SOUND_MS)}`

/** Of a start that came too late: somebody has asked the service to end meanwhile. */
export const endedMeanwhile = (name: string): Failure =>
  new Failure('environment', `service '${name}' was asked to end while its supervisor started it`)
