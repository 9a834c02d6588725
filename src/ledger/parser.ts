/** Bytes of a ledger in, entries out: for files, and for whoever follows a ledger while it is written. */

import { SEAL_START } from './chain.ts'
import type { Stamped } from './entries.ts'
import { entryIn, Flaw } from './flaw.ts'
import { refuseOtherFormat } from './format.ts'
import { ChainCheck, type ChainState } from './verify.ts'

/** Longer lines are no entries of ours, and memory is bounded. */
const LONGEST_LINE = 1 << 24
const NEWLINE = 10
const NOTHING = Buffer.alloc(0)

export class LedgerParser {
  readonly #called: string
  readonly #check = new ChainCheck()
  /** Whole lines so far. */
  #line = 0
  #rest = NOTHING
  #skipping = false

  constructor(called: string) {
    this.#called = called
  }

  /** The entries of all lines that these bytes complete. */
  feed(bytes: Uint8Array): Stamped[] {
    const joined = Buffer.concat([this.#rest, bytes])
    const start = this.#skipping ? this.#skip(joined) : 0
    const end = Math.max(start, joined.lastIndexOf(NEWLINE) + 1)
    this.#rest = joined.subarray(end)
    const entries = this.#lines(joined.subarray(start, end))
    if (this.#rest.length > LONGEST_LINE) {
      this.#check.fault(this.#line + 1, `expected an entry, got more than ${LONGEST_LINE} bytes on one line`)
      this.#check.line(this.#line + 1, undefined)
      this.#skipping = true
    }
    if (this.#skipping) this.#rest = NOTHING
    return entries
  }

  /** No more bytes follow: what the chain is, and the last entry where only its newline was cut off. */
  finish(): { readonly entries: readonly Stamped[]; readonly chain: ChainState } {
    const rest = this.#rest.toString('utf8')
    const last = entryIn(rest)
    return { entries: last instanceof Flaw ? [] : [last], chain: this.#check.finish(this.#line, rest) }
  }

  /** Where the line after one that is too long begins. */
  #skip(bytes: Buffer): number {
    const newline = bytes.indexOf(NEWLINE)
    if (newline < 0) return bytes.length
    this.#skipping = false
    this.#line += 1
    return newline + 1
  }

  #lines(bytes: Buffer): Stamped[] {
    const entries: Stamped[] = []
    let covered = 0
    for (let from = 0; from < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, from)
      const text = bytes.toString('utf8', from, newline)
      this.#line += 1
      if (text.startsWith(SEAL_START)) {
        this.#check.cover(bytes.subarray(covered, from))
        this.#check.seal(this.#line, text)
        covered = newline + 1
      } else {
        const entry = this.#entry(text)
        if (entry) entries.push(entry)
      }
      from = newline + 1
    }
    this.#check.cover(bytes.subarray(covered))
    return entries
  }

  #entry(text: string): Stamped | undefined {
    const entry = entryIn(text)
    if (entry instanceof Flaw) {
      if (this.#line === 1) refuseOtherFormat(text, this.#called)
      this.#check.fault(this.#line, entry.because)
      this.#check.line(this.#line, entry.at)
      return undefined
    }
    this.#check.line(this.#line, entry.at)
    this.#check.entry(this.#line, entry)
    return entry
  }
}
