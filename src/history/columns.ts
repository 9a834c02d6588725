/** Lists of numbers that grow: a long run has millions of versions, and an object for each would not fit. */

/** Numbers are kept in pieces of so many places: what grows is never copied. */
const BITS = 12
const WITHIN = (1 << BITS) - 1

/** One number for each place, from 0; what was never set is 0. */
export interface Column {
  get(place: number): number
  set(place: number, value: number): void
}

/** Memory for one or more columns: each place has `width` integers of 32 bits, or half as many real numbers. */
class Pieces {
  readonly ints: Int32Array[] = []
  readonly floats: Float64Array[] = []
  readonly width: number

  constructor(width: number) {
    this.width = width + (width % 2)
  }

  growTo(piece: number): void {
    while (piece >= this.ints.length) {
      const memory = new ArrayBuffer((this.width * Int32Array.BYTES_PER_ELEMENT) << BITS)
      this.ints.push(new Int32Array(memory))
      this.floats.push(new Float64Array(memory))
    }
  }
}

/** Of integers. Two classes and not one: code that meets numbers of both kinds is compiled for neither. */
class Ints implements Column {
  readonly #pieces: Pieces
  readonly #ints: readonly Int32Array[]
  readonly #width: number
  readonly #offset: number

  constructor(pieces: Pieces, offset: number) {
    this.#pieces = pieces
    this.#ints = pieces.ints
    this.#width = pieces.width
    this.#offset = offset
  }

  get(place: number): number {
    return this.#ints[place >>> BITS]?.[(place & WITHIN) * this.#width + this.#offset] ?? 0
  }

  set(place: number, value: number): void {
    const piece = place >>> BITS
    if (piece >= this.#ints.length) this.#pieces.growTo(piece)
    const own = this.#ints[piece]
    if (own) own[(place & WITHIN) * this.#width + this.#offset] = value
  }
}

/** Of real numbers, and of integers up to 2 ** 53. */
class Floats implements Column {
  readonly #pieces: Pieces
  readonly #floats: readonly Float64Array[]
  readonly #width: number
  readonly #offset: number

  constructor(pieces: Pieces, offset: number) {
    this.#pieces = pieces
    this.#floats = pieces.floats
    this.#width = pieces.width / 2
    this.#offset = offset
  }

  get(place: number): number {
    return this.#floats[place >>> BITS]?.[(place & WITHIN) * this.#width + this.#offset] ?? 0
  }

  set(place: number, value: number): void {
    const piece = place >>> BITS
    if (piece >= this.#floats.length) this.#pieces.growTo(piece)
    const own = this.#floats[piece]
    if (own) own[(place & WITHIN) * this.#width + this.#offset] = value
  }
}

export const ints = (): Column => new Ints(new Pieces(1), 0)
export const floats = (): Column => new Floats(new Pieces(2), 0)

/**
 * Columns whose numbers of one place lie side by side. Whoever asks for one of them mostly asks for others too, and
 * to fetch memory from far away takes longer than all else that is done with a number.
 */
export function sideBySide<I extends string, F extends string = never>(
  its: readonly I[],
  reals: readonly F[] = [],
): Readonly<Record<I | F, Column>> {
  const before = 2 * reals.length
  const pieces = new Pieces(before + its.length)
  return Object.fromEntries<Column>([
    ...reals.map((name, offset) => [name, new Floats(pieces, offset)] as const),
    ...its.map((name, offset) => [name, new Ints(pieces, before + offset)] as const),
  ]) as Record<I | F, Column>
}

/** Short lists of integers, end to end: a list is named by where it begins, and its length is its first number. */
export class Lists {
  readonly #numbers = ints()
  // Place 0 is the empty list.
  #end = 1

  add(values: readonly number[]): number {
    const start = this.begin()
    for (const value of values) this.push(value)
    return this.end(start)
  }

  /** A list that is made number by number: `begin`, `push` as often as needed, `end`. */
  begin(): number {
    this.#end += 1
    return this.#end - 1
  }

  push(value: number): void {
    this.#numbers.set(this.#end, value)
    this.#end += 1
  }

  /** The name of the list; that of an empty one is 0. */
  end(start: number): number {
    const length = this.#end - start - 1
    if (length === 0) {
      this.#end = start
      return 0
    }
    this.#numbers.set(start, length)
    return start
  }

  length(start: number): number {
    return this.#numbers.get(start)
  }

  get(start: number, place: number): number {
    return this.#numbers.get(start + 1 + place)
  }

  at(start: number): readonly number[] {
    return Array.from({ length: this.length(start) }, (_, place) => this.get(start, place))
  }
}
