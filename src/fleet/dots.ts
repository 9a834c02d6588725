/**
 * Names the edits of one device in version vectors. A device that edits what does not include its own last edit of the
 * record (after a rollback, after it lost its memory, or beside a sibling) goes on under a new name, `phones-1~2`:
 * under the old one its new edit would claim to have seen what it never looked at, and would hide a loss.
 */

import { isSeenBy, type VersionVector } from '../records/index.ts'

export interface Dot {
  /** Of all edits of the device: makes the token. */
  readonly counter: number
  /** What the editor had seen, this edit included. */
  readonly saw: VersionVector
}

interface Line {
  readonly name: string
  readonly counter: number
  readonly forks: number
}

export class Dots {
  readonly #device: string
  readonly #last = new Map<string, Line>()
  #counter = 0

  constructor(device: string) {
    this.#device = device
  }

  /** `shown` is what the editor of the version on display had seen. */
  next(record: string, shown: VersionVector | undefined): Dot {
    this.#counter += 1
    const counter = this.#counter
    const last = this.#last.get(record) ?? { name: this.#device, counter: 0, forks: 1 }
    const goesOn = (shown?.[last.name] ?? 0) >= last.counter
    const forks = goesOn ? last.forks : last.forks + 1
    const name = goesOn ? last.name : `${this.#device}~${forks}`
    this.#last.set(record, { name, counter, forks })
    return { counter, saw: { ...shown, [name]: counter } }
  }
}

/** True when `newer` has seen all that `older` has, and more. */
export function isNewer(newer: VersionVector, older: VersionVector): boolean {
  return isSeenBy(older, newer) && !isSeenBy(newer, older)
}
