/**
 * Names as numbers: each name has one, given in the order in which names are first heard of. A table of numbers beside
 * a list of texts: a run has millions of names, and a `Map` of them takes three times the memory and the time.
 */

export class Names {
  readonly #names: string[] = []
  readonly #hashes: number[] = []
  /** By hash: the number of a name, and 1 more; 0 where there is none. Never more than half full. */
  #table = new Int32Array(64)
  /** Asked for last: the same is often asked for again. */
  #last = -1

  get count(): number {
    return this.#names.length
  }

  /** The number of a name; a new one for a name that was never heard of. */
  of(name: string): number {
    const known = this.findPart(name, name.length)
    if (known >= 0) return known
    const id = this.#names.push(name) - 1
    this.#hashes.push(hashOf(name, name.length))
    if (this.#names.length * 2 > this.#table.length) this.#grow()
    else this.#enter(id)
    return id
  }

  /** -1 for a name that was never heard of. */
  find(name: string): number {
    return this.findPart(name, name.length)
  }

  /** Of the name that a text begins with, and that is so long. To cut it out first would take longer. */
  findPart(text: string, length: number): number {
    if (this.#last >= 0 && this.#is(this.#last, text, length)) return this.#last
    const table = this.#table
    const mask = table.length - 1
    for (let place = hashOf(text, length) & mask; ; place = (place + 1) & mask) {
      const id = (table[place] ?? 0) - 1
      if (id < 0) return -1
      if (!this.#is(id, text, length)) continue
      this.#last = id
      return id
    }
  }

  name(id: number): string {
    return this.#names[id] ?? ''
  }

  #is(id: number, text: string, length: number): boolean {
    const name = this.#names[id] ?? ''
    if (name.length !== length) return false
    return text.length === length ? name === text : text.startsWith(name)
  }

  #enter(id: number): void {
    const mask = this.#table.length - 1
    let place = (this.#hashes[id] ?? 0) & mask
    while (this.#table[place] !== 0) place = (place + 1) & mask
    this.#table[place] = id + 1
  }

  #grow(): void {
    this.#table = new Int32Array(this.#table.length * 2)
    for (let id = 0; id < this.#names.length; id += 1) this.#enter(id)
  }
}

/** Of the first characters of a text. */
function hashOf(text: string, length: number): number {
  let hash = length
  for (let place = 0; place < length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  return hash ^ (hash >>> 15)
}
