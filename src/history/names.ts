/**
 * Names as numbers: each name has one, given in the order in which names are first heard of. A table of numbers beside
 * a list of texts: a run has millions of names, and a `Map` of them takes three times the memory and the time.
 */

export class Names {
  readonly #names: string[] = []
  /** Pairs, found by hash: a name's number and 1 more (0 for none), and its hash. Never more than half full. */
  #table = new Int32Array(128)
  /** Asked for last: the same is often asked for again. */
  #last = -1

  get count(): number {
    return this.#names.length
  }

  /** The number of a name; a new one for a name that was never heard of. */
  of(name: string): number {
    if (this.#isLast(name, name.length)) return this.#last
    const hash = hashOf(name, name.length)
    const known = this.#find(name, name.length, hash)
    if (known >= 0) return known
    const id = this.#names.push(name) - 1
    this.#enter(id, hash)
    if (this.#names.length * 4 >= this.#table.length) this.#grow()
    this.#last = id
    return id
  }

  /** -1 for a name that was never heard of. */
  find(name: string): number {
    return this.findPart(name, name.length)
  }

  /** Of the name that a text begins with, and that is so long. To cut it out first would take longer. */
  findPart(text: string, length: number): number {
    if (this.#isLast(text, length)) return this.#last
    return this.#find(text, length, hashOf(text, length))
  }

  name(id: number): string {
    return this.#names[id] ?? ''
  }

  #isLast(text: string, length: number): boolean {
    return this.#last >= 0 && this.#is(this.#last, text, length)
  }

  #find(text: string, length: number, hash: number): number {
    const table = this.#table
    const mask = table.length - 2
    for (let place = (hash << 1) & mask; ; place = (place + 2) & mask) {
      const id = (table[place] ?? 0) - 1
      if (id < 0) return -1
      if (table[place + 1] !== hash || !this.#is(id, text, length)) continue
      this.#last = id
      return id
    }
  }

  #is(id: number, text: string, length: number): boolean {
    const name = this.#names[id] ?? ''
    if (name.length !== length) return false
    return text.length === length ? name === text : text.startsWith(name)
  }

  #enter(id: number, hash: number): void {
    const table = this.#table
    const mask = table.length - 2
    let place = (hash << 1) & mask
    while (table[place] !== 0) place = (place + 2) & mask
    table[place] = id + 1
    table[place + 1] = hash
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Int32Array(old.length * 2)
    for (let place = 0; place < old.length; place += 2) {
      const id = (old[place] ?? 0) - 1
      if (id >= 0) this.#enter(id, old[place + 1] ?? 0)
    }
  }
}

/** Of the first characters of a text. */
function hashOf(text: string, length: number): number {
  let hash = length
  for (let place = 0; place < length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  return hash ^ (hash >>> 15)
}
