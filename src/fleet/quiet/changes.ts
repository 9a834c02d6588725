/** What is known of the changes that were sent on one path, whoever answers reads there. */

import { monotonicMs } from '../../kernel/index.ts'

/** Who may send, and has not begun by then, will not. */
const BEGUN_MS = 1_000

export class Changes {
  #because: string | undefined
  #heard = 0
  #epoch = 0
  #underWay = 0
  #allowedMs = -Infinity

  /** Why changes are held back; undefined where one was answered since, or none has waited in vain. */
  get because(): string | undefined {
    return this.#because
  }

  /** False where another waits already, in vain as it seems: one asks on behalf of everybody. */
  takesOne(): boolean {
    if (this.#because === undefined) return true
    if (this.#underWay > 0 || monotonicMs() - this.#allowedMs < BEGUN_MS) return false
    this.#allowedMs = monotonicMs()
    return true
  }

  underWay(): Disposable {
    this.#underWay += 1
    this.#allowedMs = -Infinity
    return { [Symbol.dispose]: () => void (this.#underWay -= 1) }
  }

  /** Whether, when asked, no other change has been heard of since. */
  watch(): () => boolean {
    const [epoch, heard] = [this.#epoch, this.#heard]
    return () => epoch === this.#epoch && heard === this.#heard
  }

  wait(because: string): void {
    this.#because ??= because
  }

  /** One was answered, or refused a connection. */
  heardOf(): void {
    this.#heard += 1
  }

  /** One was answered. True where others had waited in vain. */
  ends(): boolean {
    const hadWaited = this.#because !== undefined
    this.#because = undefined
    return hadWaited
  }

  /** Something was done to the service, or to the way to it. */
  forget(): void {
    this.#epoch += 1
    this.#because = undefined
  }
}
