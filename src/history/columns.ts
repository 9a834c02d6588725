/** Lists of numbers that grow: a long run has millions of versions, and an object for each would not fit. */

type Numbers = Int32Array | Float64Array | Uint8Array
type Kind<A extends Numbers> = new (length: number) => A

/** Numbers are kept in pieces of so many: what grows is never copied. */
const BITS = 12
const PIECE = 1 << BITS
const WITHIN = PIECE - 1

/** One number for each place, from 0; what was never set is 0. */
export class Column<A extends Numbers> {
  readonly #pieces: A[] = []
  readonly #kind: Kind<A>

  constructor(kind: Kind<A>) {
    this.#kind = kind
  }

  get(place: number): number {
    return this.#pieces[place >>> BITS]?.[place & WITHIN] ?? 0
  }

  set(place: number, value: number): void {
    const piece = place >>> BITS
    while (piece >= this.#pieces.length) this.#pieces.push(new this.#kind(PIECE))
    const own = this.#pieces[piece]
    if (own) own[place & WITHIN] = value
  }
}

export const ints = (): Column<Int32Array> => new Column(Int32Array)
export const floats = (): Column<Float64Array> => new Column(Float64Array)
export const bytes = (): Column<Uint8Array> => new Column(Uint8Array)

/** Short lists of numbers, end to end: a list is named by where it begins, and its length is its first number. */
export class Lists<A extends Int32Array | Float64Array> {
  readonly #numbers: Column<A>
  // Place 0 is the empty list.
  #end = 1

  constructor(kind: Kind<A>) {
    this.#numbers = new Column(kind)
  }

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
