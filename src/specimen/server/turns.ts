/** Lets one piece of work run at a time, in the order of asking: what it protects has one connection, or one disk. */

export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work)
    // A failed turn is reported to whoever took it; the next one begins all the same.
    this.#last = mine.catch(() => undefined)
    return mine
  }
}
