/** How a ledger is sealed: blocks of lines, each followed by a seal with its hash and that of the block before. */

import { createHash, type Hash } from 'node:crypto'

/** Ends a block. `hash` covers `before` and the exact bytes of the block's lines, newlines included. */
export interface Seal {
  readonly seal: number
  readonly lines: number
  readonly before: string
  readonly hash: string
}

/** What the first block names as the block before. */
export const GENESIS = '0'.repeat(64)

/** How each seal begins, and no entry does. */
export const SEAL_START = '{"seal":'

/** A block is sealed when it is this long, so that a changed line is known to within this many. */
const BLOCK_LINES = 512

export const blockHash = (before: string): Hash => createHash('sha256').update(before)

/** Turns lines into sealed text; what was taken is the caller's to write, in order. */
export class Chain {
  /** Lines of the open block that are not hashed yet. */
  #lines: string[] = []
  #sealed = ''
  #seals = 0
  #before = GENESIS
  #hash = blockHash(GENESIS)
  /** Lines of the open block, hashed or not, taken or not. */
  #open = 0

  /** `line` ends in a newline. */
  push(line: string): void {
    this.#open += 1
    this.#lines.push(line)
    if (this.#open >= BLOCK_LINES) this.seal()
  }

  /** Ends the open block, unless it is empty. */
  seal(): void {
    if (this.#open === 0) return
    this.#fold()
    const hash = this.#hash.digest('hex')
    const seal: Seal = { seal: this.#seals, lines: this.#open, before: this.#before, hash }
    this.#sealed += `${JSON.stringify(seal)}\n`
    this.#seals += 1
    this.#before = hash
    this.#hash = blockHash(hash)
    this.#open = 0
  }

  /** All text since the last call. */
  take(): string {
    this.#fold()
    const text = this.#sealed
    this.#sealed = ''
    return text
  }

  #fold(): void {
    const text = this.#lines.join('')
    this.#lines = []
    this.#hash.update(text)
    this.#sealed += text
  }
}
