/** Seeded randomness in named streams: a fork depends on its name only, never on what was drawn before it. */

import { createHash, randomBytes } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

export class Random {
  readonly #path: string
  readonly #generator: RandomGenerator

  /** The same path always draws the same numbers. */
  constructor(path: string) {
    this.#path = path
    this.#generator = xoroshiro128plus(createHash('sha256').update(path).digest().readInt32LE(0))
  }

  /** An independent stream; forking draws nothing from this one. */
  fork(name: string | number): Random {
    return new Random(`${this.#path}/${name}`)
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return uniformInt(this.#generator, min, max)
  }

  /** At least 0, less than 1, in steps of 2^-31. */
  fraction(): number {
    return this.integer(0, 0x7fffffff) / 0x80000000
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.integer(0, list.length - 1)]
    if (picked === undefined) throw new RangeError('nothing to pick from')
    return picked
  }

  /** A new array in random order (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list]
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = this.integer(0, last)
      const moved = shuffled[last] as T
      shuffled[last] = shuffled[other] as T
      shuffled[other] = moved
    }
    return shuffled
  }

  /** A 32-bit seed for a generator of somebody else's, such as faker. */
  seed(): number {
    return this.integer(0, 0x7fffffff)
  }
}

/** A short name that no other run has: for folders and labels, never for decisions. */
export const uniqueName = (bytes = 4): string => randomBytes(bytes).toString('hex')

/** The seed that a challenge stands for: nobody knows it before they know the challenge. */
export const seedFrom = (challenge: string): number =>
  createHash('sha256').update(`syncdrill challenge\n${challenge}`).digest().readUIntBE(0, 6)

/** A seed for a run that was given none. */
export const freshSeed = (): number => randomBytes(4).readUInt32LE(0) % 1_000_000
