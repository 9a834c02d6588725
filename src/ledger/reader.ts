/**
 * Reads a ledger as a stream, in bounded memory, and knows afterwards whether it is as it was written.
 * A broken chain never stops it: every entry that can be read is delivered, for the judge still names what it finds.
 */

import { closeSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Failure, reasonOf } from '../kernel/index.ts'
import type { Stamped } from './entries.ts'
import { SEAL_START } from './chain.ts'
import { LedgerParser } from './parser.ts'
import type { ChainState } from './verify.ts'

const CHUNK = 1 << 18

/** `for (const entry of ledger)`, or `for await`; then `ledger.chain`. Each loop reads the file anew. */
export class LedgerFile {
  readonly path: string
  #chain: ChainState | undefined

  constructor(path: string) {
    this.path = path
  }

  /** Known once a loop has reached the end of the file. */
  get chain(): ChainState {
    if (!this.#chain) throw new Failure('bug', `ledger ${this.path}: expected to be read to its end first`)
    return this.#chain
  }

  *[Symbol.iterator](): Generator<Stamped, void, undefined> {
    const parser = new LedgerParser(this.path)
    const bytes = Buffer.allocUnsafe(CHUNK)
    const fd = this.#orFail(() => openSync(this.path, 'r'))
    try {
      for (;;) {
        const got = this.#orFail(() => readSync(fd, bytes))
        if (got === 0) break
        for (const entry of parser.feed(bytes.subarray(0, got))) yield entry
      }
    } finally {
      closeSync(fd)
    }
    yield* this.#finish(parser)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Stamped, void, undefined> {
    const parser = new LedgerParser(this.path)
    const bytes = Buffer.allocUnsafe(CHUNK)
    const file = await open(this.path, 'r').catch((thrown: unknown) => this.#fail(thrown))
    try {
      for (;;) {
        const { bytesRead } = await file.read(bytes).catch((thrown: unknown) => this.#fail(thrown))
        if (bytesRead === 0) break
        for (const entry of parser.feed(bytes.subarray(0, bytesRead))) yield entry
      }
    } finally {
      await file.close()
    }
    yield* this.#finish(parser)
  }

  #finish(parser: LedgerParser): readonly Stamped[] {
    const { entries, chain } = parser.finish()
    this.#chain = chain
    return entries
  }

  #orFail<T>(act: () => T): T {
    try {
      return act()
    } catch (thrown) {
      return this.#fail(thrown)
    }
  }

  #fail(thrown: unknown): never {
    throw new Failure('usage', `ledger ${this.path}: cannot be read: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

/** A ledger that is in memory, such as one out of a bundle: `for (const entry of ledger)`, then `ledger.chain`. */
export class LedgerBytes {
  readonly bytes: Buffer
  #chain: ChainState | undefined

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** Known once a loop has reached the end. */
  get chain(): ChainState {
    if (!this.#chain) throw new Failure('bug', 'ledger in memory: expected to be read to its end first')
    return this.#chain
  }

  /** The hash of its last seal, which stands for all that is before it; undefined where no seal is its last line. */
  get head(): string | undefined {
    const from = this.bytes.lastIndexOf(`\n${SEAL_START}`) + 1
    const [, hash] = /"hash":"([0-9a-f]{64})"\}\n$/.exec(this.bytes.toString('utf8', from)) ?? []
    return hash
  }

  *[Symbol.iterator](): Generator<Stamped, void, undefined> {
    const parser = new LedgerParser('ledger')
    for (let from = 0; from < this.bytes.length; from += CHUNK) {
      yield* parser.feed(this.bytes.subarray(from, from + CHUNK))
    }
    const { entries, chain } = parser.finish()
    this.#chain = chain
    yield* entries
  }
}

export const readLedger = (path: string): LedgerFile => new LedgerFile(path)

/** What was run, from the first entry; undefined for a ledger that does not begin with it. */
export function headOf(path: string): Extract<Stamped, { readonly is: 'run' }> | undefined {
  for (const entry of readLedger(path)) return entry.is === 'run' ? entry : undefined
  return undefined
}
