/** What is going on, while it goes on: redrawn lanes on a terminal, one line per phase and a heartbeat in a log. */

import { monotonicMs } from '../kernel/index.ts'
import { Progress } from '../report/index.ts'
import { Follower } from '../vitest/index.ts'

export interface Lane {
  readonly name: string
  readonly ledger: string
}

export interface LiveOptions {
  readonly out: NodeJS.WriteStream
  /** Many drills: in a log, nothing but the heartbeat until an arm has ended. */
  readonly brief: boolean
}

const POLL_MS = 100
const HEARTBEAT_MS = 30_000
const UP_AND_CLEAR = (lines: number): string => `\u001b[${lines}A\u001b[0J`

export class Live implements AsyncDisposable {
  readonly #out: NodeJS.WriteStream
  readonly #progress = new Progress()
  readonly #followers: readonly Follower[]
  readonly #timer: NodeJS.Timeout
  #saidAt = monotonicMs()
  #drawn = 0
  /** Said while somebody is asked, and shown afterwards. */
  #held: string[] | undefined
  #polling: Promise<void> | undefined

  readonly #brief: boolean
  /** On a terminal that can move its cursor. */
  readonly #isDrawn: boolean

  constructor(lanes: readonly Lane[], { out, brief }: LiveOptions) {
    this.#out = out
    this.#isDrawn = out.isTTY && process.env['TERM'] !== 'dumb'
    this.#brief = brief
    this.#followers = lanes.map(
      ({ name, ledger }) =>
        new Follower(ledger, (entry) => {
          const said = this.#progress.take(name, entry)
          if (!this.#brief) this.#say(said)
        }),
    )
    this.#timer = setInterval(() => void (this.#polling ??= this.#poll()), POLL_MS)
  }

  /** Before somebody else writes to the same terminal. */
  clear(): void {
    if (this.#drawn > 0) this.#out.write(UP_AND_CLEAR(this.#drawn))
    this.#drawn = 0
  }

  /** Somebody is asked on the same terminal: nothing is written until `resume`. */
  pause(): void {
    this.clear()
    this.#held ??= []
  }

  resume(): void {
    const held = this.#held ?? []
    this.#held = undefined
    this.#say(held)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#polling
    await this.#poll()
    this.clear()
    await Promise.all(this.#followers.map((follower) => follower[Symbol.asyncDispose]()))
  }

  async #poll(): Promise<void> {
    for (const follower of this.#followers) await follower.poll()
    if (this.#isDrawn) this.#draw()
    else if (!this.#held && monotonicMs() - this.#saidAt >= HEARTBEAT_MS) this.#say([this.#progress.heartbeat()])
    this.#polling = undefined
  }

  #say(lines: readonly string[]): void {
    if (this.#isDrawn || lines.length === 0) return
    if (this.#held) return void this.#held.push(...lines)
    this.#saidAt = monotonicMs()
    this.#out.write(`${lines.join('\n')}\n`)
  }

  /** One line each, no longer than the terminal is wide, so that the number of rows is the number of lines. */
  #draw(): void {
    if (this.#held) return
    const room = Math.max(1, (this.#out.rows || 24) - 2)
    const lines = this.#progress.lines(room, (this.#out.columns || 80) - 1)
    this.clear()
    this.#out.write(lines.map((line) => `${line}\n`).join(''))
    this.#drawn = lines.length
  }
}
