/** The arithmetic of benchmarks, without clocks: medians, percentiles, and ratios of what was measured in one run. */

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export interface Ratio extends Spread {
  /** Of how many rounds. */
  readonly rounds: number
}

/** The middle, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = someOf(values).toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((low ?? NaN) + (high ?? NaN)) / 2
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/** The ratio of the medians; the least and the most are of single rounds, one beside the other. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Ratio {
  if (ours.length !== theirs.length) throw new RangeError(`${ours.length} rounds against ${theirs.length}`)
  const { least, most } = spreadOf(ours.map((value, round) => value / (theirs[round] ?? NaN)))
  return { median: median(ours) / median(theirs), least, most, rounds: ours.length }
}

/**
 * How much of what a counter counts fell into the time in which at least one of several things was going on: each time
 * counts once, however many overlap.
 */
export class Overlap {
  readonly #read: () => number
  #going = 0
  #since = 0
  #sum = 0

  /** `read` gives the counter as it stands: it only grows. */
  constructor(read: () => number) {
    this.#read = read
  }

  begin(): void {
    if (this.#going === 0) this.#since = this.#read()
    this.#going += 1
  }

  end(): void {
    if (this.#going === 0) throw new RangeError('more has ended than has begun')
    this.#going -= 1
    if (this.#going === 0) this.#sum += this.#read() - this.#since
  }

  /** With what is still going on. */
  get total(): number {
    return this.#sum + (this.#going > 0 ? this.#read() - this.#since : 0)
  }
}

function someOf(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RangeError('nothing was measured')
  return values
}
