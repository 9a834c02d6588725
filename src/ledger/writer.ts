/**
 * The one writer of a ledger: it stamps, buffers, seals, and never forgets that a disk refused.
 * Writes are synchronous: they end in the page cache, which outlives this process, and so none overtakes another.
 */

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { Failure, reasonOf } from '../kernel/index.ts'
import { Chain } from './chain.ts'
import type { Ending, Entry, EntryKind, Stamped } from './entries.ts'
import { withoutSecrets } from './free-text.ts'

export interface LedgerClock {
  /** Monotonic real milliseconds; the ledger counts from the moment it was opened. */
  readonly now: () => number
  readonly drillMs: () => number
}

/** Everything but the end, which `end` writes. */
export type Entering = Exclude<Entry, Ending>

/** Buffered characters that are written without being asked, so that memory stays small. */
const SPILL = 1 << 20
/** Without a flush, entries reach the file after this long: for whoever follows it, not for safety. */
const IDLE_MS = 50
/** At least this long between two seals of a slow ledger. */
const SEAL_MS = 50

export class Ledger {
  readonly path: string
  readonly #fd: number
  readonly #clock: LedgerClock
  readonly #start: number
  readonly #chain = new Chain()
  readonly #listeners = new Set<(entry: Stamped) => void>()
  readonly #counts = new Map<EntryKind, number>()
  #length = 0
  #buffered = 0
  #sealedAt = 0
  #flushing: Promise<void> | undefined
  #idle: NodeJS.Timeout | undefined
  #failure: Failure | undefined
  #ended = false

  private constructor(fd: number, path: string, clock: LedgerClock) {
    this.#fd = fd
    this.path = path
    this.#clock = clock
    this.#start = clock.now()
  }

  /** Creates the file; one that exists already is refused, because it has, or had, a writer of its own. */
  static open(path: string, clock: LedgerClock): Ledger {
    try {
      return new Ledger(openSync(path, 'wx'), path, clock)
    } catch (thrown) {
      throw new Failure('environment', `ledger ${path}: expected to create it, got: ${reasonOf(thrown)}`, {
        cause: thrown,
      })
    }
  }

  /** Writes to a file that is open already, and closes it at the end. `path` is its name in errors. */
  static on(fd: number, path: string, clock: LedgerClock): Ledger {
    return new Ledger(fd, path, clock)
  }

  /** How many entries there are; also the `at` of the next one. */
  get length(): number {
    return this.#length
  }

  /** Nothing may be appended any more: what is heard later, as the end of a service, comes too late for it. */
  get hasEnded(): boolean {
    return this.#ended
  }

  /** Buffers the entry and returns its `at`. Throws when the ledger has ended or its disk has refused. */
  append(entry: Entering): number {
    return this.#append(entry)
  }

  /** Calls `listener` with each later entry, at once. Returns how to stop that. */
  onEntry(listener: (entry: Stamped) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /**
   * Resolves when everything appended so far is in the file and would survive a SIGKILL of this process.
   * Calls in one turn of the event loop share one write.
   */
  flush(): Promise<void> {
    this.#flushing ??= this.#flushNextTurn()
    return this.#flushing
  }

  flushSync(): void {
    if (this.#failure) throw this.#failure
    if (this.#buffered === 0) return
    const ms = this.#ms()
    if (ms - this.#sealedAt >= SEAL_MS) {
      this.#chain.seal()
      this.#sealedAt = ms
    }
    this.#write()
  }

  /** The mandatory last entry with the count of each kind before it: sealed, on the disk itself, and closed. */
  async end(state: Ending['state'], because?: string): Promise<void> {
    await this.#flushing
    this.endSync(state, because)
  }

  endSync(state: Ending['state'], because?: string): void {
    const counts = Object.fromEntries(this.#counts)
    this.#append({ is: 'end', state, ...(because !== undefined && { because }), counts })
    this.#ended = true
    this.#chain.seal()
    this.#write()
    this.#onDisk(() => {
      fsyncSync(this.#fd)
      closeSync(this.#fd)
    })
  }

  #append(given: Entry): number {
    const entry = withoutSecrets(given)
    if (this.#failure) throw this.#failure
    if (this.#ended) throw new Failure('bug', `ledger ${this.path}: nothing follows its end, got '${entry.is}'`)
    const at = this.#length
    const ms = this.#ms()
    const drillMs = this.#clock.drillMs()
    // Stamped by text: copying each row into a new object first would halve the rate.
    const line = `{"at":${at},"ms":${ms},"drillMs":${drillMs},${JSON.stringify(entry).slice(1)}\n`
    this.#chain.push(line)
    this.#length += 1
    this.#counts.set(entry.is, (this.#counts.get(entry.is) ?? 0) + 1)
    this.#buffered += line.length
    if (this.#buffered >= SPILL) this.#write()
    this.#idle ??= setTimeout(() => this.#flushIdle(), IDLE_MS).unref()
    for (const listener of this.#listeners) listener({ ...entry, at, ms, drillMs })
    return at
  }

  #ms(): number {
    return Math.round((this.#clock.now() - this.#start) * 1_000) / 1_000
  }

  async #flushNextTurn(): Promise<void> {
    await turn()
    this.#flushing = undefined
    this.flushSync()
  }

  #flushIdle(): void {
    try {
      this.flushSync()
    } catch {
      // Kept, and thrown by whatever is called next.
    }
  }

  #write(): void {
    clearTimeout(this.#idle)
    this.#idle = undefined
    this.#buffered = 0
    const bytes = Buffer.from(this.#chain.take())
    this.#onDisk(() => {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#fd, bytes, written)
    })
  }

  /** After the first refusal the file may end in half a line, so nothing more is written to it, ever. */
  #onDisk(act: () => void): void {
    try {
      act()
    } catch (thrown) {
      this.#failure = new Failure('environment', `ledger ${this.path}: cannot be written: ${reasonOf(thrown)}`, {
        cause: thrown,
      })
      throw this.#failure
    }
  }
}
