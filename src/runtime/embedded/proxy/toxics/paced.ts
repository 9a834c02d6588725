/** A stage that hands on in parts what it takes, in order, each when it is due; the rest waits, at the source too. */

import { monotonicMs } from '../../../../kernel/index.ts'
import type { Outlet, Stage } from './toxic.ts'

export abstract class PacedStage implements Stage {
  readonly #queue: Buffer[] = []
  readonly #outlet: Outlet
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(outlet: Outlet) {
    this.#outlet = outlet
  }

  /** Something has come, and nothing waits. */
  protected abstract begin(now: number): void
  /** It has other settings from now on. */
  protected abstract renew(now: number): void
  /** When the next part of what is first in line is due, in ms; `Infinity` where it is not, with these settings. */
  protected abstract dueAt(head: Buffer): number
  /** How many bytes that part has; it is handed on now. */
  protected abstract cut(head: Buffer, now: number): number

  get full(): boolean {
    return this.#queue.length > 0
  }

  take(chunk: Buffer): void {
    this.#queue.push(chunk)
    if (this.#queue.length > 1) return
    this.begin(monotonicMs())
    this.#letGo()
  }

  end(): void {
    this.#ended = true
    if (this.#queue.length === 0) this.#outlet.end()
  }

  retune(): void {
    this.renew(monotonicMs())
    this.#letGo()
  }

  lift(): void {
    clearTimeout(this.#timer)
    for (const chunk of this.#queue.splice(0)) this.#outlet.pass(chunk)
    if (this.#ended) this.#outlet.end()
  }

  discard(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  /** Parts are due by the pace and not by the timer, which counts whole milliseconds only. */
  #letGo(): void {
    clearTimeout(this.#timer)
    if (this.#queue.length === 0) return
    const now = monotonicMs()
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const dueAt = this.dueAt(head)
      if (dueAt === Infinity) return
      if (dueAt > now) {
        this.#timer = setTimeout(() => this.#letGo(), Math.ceil(dueAt - now))
        return
      }
      const part = head.subarray(0, this.cut(head, now))
      if (part.length < head.length) this.#queue[0] = head.subarray(part.length)
      else this.#queue.shift()
      this.#outlet.pass(part)
    }
    if (this.#ended) this.#outlet.end()
    this.#outlet.relieved()
  }
}
