/** How a service ended, and what it said last: what somebody needs who asks why it does not run. */

import { constants } from 'node:os'
import { printable } from '../kernel/index.ts'
import type { Exit } from '../ledger/index.ts'

export interface End {
  /** For people: `exit 1`, `ended by SIGKILL, out of memory`. */
  readonly words: string
  /** Undefined where nobody can tell. */
  readonly exit?: Exit
  readonly tail: readonly string[]
}

/** Who is asked to stop does so by then, or is killed. */
export const GRACE_MS = 10_000
/** Who is killed is gone by then: a machine that swaps takes its time. */
export const GONE_MS = 60_000

const LINES = 10
const CHARACTERS = 300

/** The last lines of a log, without those that are blank. */
export class Tail {
  #lines: readonly string[] = []

  get lines(): readonly string[] {
    return this.#lines
  }

  take(line: string): void {
    if (line.trim() !== '') this.#lines = [...this.#lines, printable(line, CHARACTERS)].slice(-LINES)
  }
}

/** What a shell calls an exit: beyond 128, a signal. */
export function exitOf(status: number, isOutOfMemory: boolean): Exit {
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0]
  return {
    ...(signal === undefined ? { code: status } : { signal }),
    ...(isOutOfMemory && { outOfMemory: true as const }),
  }
}

export function exitInWords({ code, signal, outOfMemory }: Exit): string {
  const words = signal === undefined ? `exit ${code}` : `ended by ${signal}`
  return outOfMemory ? `${words}, out of memory` : words
}

/** `; its log ends: "…" | "…"`. */
export function lastWords(tail: readonly string[]): string {
  return tail.length === 0 ? '; it said nothing' : `; its log ends: ${tail.join(' | ')}`
}
