/** Follows a ledger while it grows: each whole line, once, parsed. For showing progress; the judge reads for itself. */

import { open, type FileHandle } from 'node:fs/promises'
import type { Stamped } from '../ledger/index.ts'

const CHUNK = 1 << 18

export class Follower implements AsyncDisposable {
  readonly #path: string
  readonly #take: (entry: Stamped) => void
  #file: FileHandle | undefined
  #offset = 0
  #rest = ''

  constructor(path: string, take: (entry: Stamped) => void) {
    this.#path = path
    this.#take = take
  }

  /** Takes what has been added since the last call. A file that is not there yet has nothing to say. */
  async poll(): Promise<void> {
    this.#file ??= await open(this.#path).catch(() => undefined)
    if (!this.#file) return
    const chunk = Buffer.alloc(CHUNK)
    for (;;) {
      const { bytesRead } = await this.#file.read(chunk, 0, CHUNK, this.#offset)
      if (bytesRead === 0) return
      this.#offset += bytesRead
      const lines = (this.#rest + chunk.toString('latin1', 0, bytesRead)).split('\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) this.#takeLine(line)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
  }

  #takeLine(line: string): void {
    if (!line.startsWith('{"at":')) return
    this.#take(JSON.parse(Buffer.from(line, 'latin1').toString()) as Stamped)
  }
}
