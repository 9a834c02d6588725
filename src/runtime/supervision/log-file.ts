/** The log of what runs, by whole lines: no secret is cut in two by how it was heard, and none is in them. */

import { createWriteStream } from 'node:fs'
import { withheld } from '../../kernel/index.ts'

export class LogFile {
  readonly #stream: ReturnType<typeof createWriteStream>

  /** Adds to what is there. A disk that is full is told of by the ledger, which is on the same one. */
  constructor(path: string) {
    this.#stream = createWriteStream(path, { flags: 'a' }).on('error', () => undefined)
  }

  line(text: string): void {
    this.#stream.write(`${withheld.text(text)}\n`)
  }

  /** With how it ended, in brackets. */
  end(words: string): void {
    this.#stream.end(`(${withheld.text(words)})\n`)
  }
}
