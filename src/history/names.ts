/** Names as numbers: each name has one, given in the order in which names are first heard of. */

export class Names {
  readonly #ids = new Map<string, number>()
  readonly #names: string[] = []
  /** Asked for last: the same is often asked for again. */
  #last = -1

  get count(): number {
    return this.#names.length
  }

  /** The number of a name; a new one for a name that was never heard of. */
  of(name: string): number {
    if (this.#last >= 0 && this.#names[this.#last] === name) return this.#last
    let id = this.#ids.get(name)
    if (id === undefined) {
      id = this.#names.push(name) - 1
      this.#ids.set(name, id)
    }
    this.#last = id
    return id
  }

  /** -1 for a name that was never heard of. */
  find(name: string): number {
    return this.#ids.get(name) ?? -1
  }

  name(id: number): string {
    return this.#names[id] ?? ''
  }
}
