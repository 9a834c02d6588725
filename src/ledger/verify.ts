/** Checks the chain of a ledger while it is read: the order of its entries, its seals, and that it has an end. */

import type { Hash } from 'node:crypto'
import * as z from 'zod'
import { blockHash, GENESIS, type Seal } from './chain.ts'
import type { Stamped } from './entries.ts'

export interface ChainState {
  /**
   * - `whole`: every line is what was written, in its order, up to the end.
   * - `torn`: so far as it goes, but it has no sealed end: a crash, or somebody cut its tail.
   * - `broken`: something was changed, removed, added or moved.
   */
  readonly state: 'whole' | 'torn' | 'broken'
  /** The first line, from 1, that is not what was written, or not in its place. */
  readonly line?: number
  /** The last such line, where the chain only knows that it is among several. */
  readonly toLine?: number
  readonly because?: string
}

const sealShape: z.ZodType<Seal> = z.strictObject({
  seal: z.int(),
  lines: z.int(),
  before: z.string(),
  hash: z.string(),
})

export class ChainCheck {
  readonly #counts = new Map<string, number>()
  #fault: ChainState | undefined
  #at = 0
  #seals = 0
  #before = GENESIS
  #hash: Hash = blockHash(GENESIS)
  /** Lines of the open block. */
  #lines = 0
  #end: 'none' | 'open' | 'sealed' = 'none'

  /** Only the first is kept: what follows is often its consequence. */
  fault(line: number, because: string, toLine = line): void {
    this.#fault ??= { state: 'broken', line, because, ...(toLine > line && { toLine }) }
  }

  /** The exact bytes of lines that are not seals. */
  cover(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  /** A line that is not a seal. `at` is undefined when it could not be read. */
  line(line: number, at: number | undefined): void {
    this.#lines += 1
    if (this.#end !== 'none') this.fault(line, 'stands after the end')
    const due = this.#at
    if (at !== undefined && at > due) {
      const missing = at - due === 1 ? `entry ${due} is` : `entries ${due} to ${at - 1} are`
      this.fault(line, `holds entry ${at}, but ${missing} missing before it`)
    } else if (at !== undefined && at === due - 1 && this.#lines > 1) {
      this.fault(line - 1, `two lines hold entry ${at}, of which one was added`, line)
    } else if (at !== undefined && at < due) {
      this.fault(line, `holds entry ${at}, but entry ${due} belongs there`)
    }
    this.#at = (at ?? due) + 1
  }

  entry(line: number, entry: Stamped): void {
    if (entry.is === 'end') {
      this.#end = 'open'
      const counted = Object.fromEntries(this.#counts)
      for (const kind of new Set([...Object.keys(entry.counts), ...this.#counts.keys()])) {
        const { [kind]: said = 0 } = entry.counts
        const { [kind]: found = 0 } = counted
        if (said !== found) this.fault(line, `the end counts ${said} entries '${kind}', found ${found}`)
      }
    }
    this.#counts.set(entry.is, (this.#counts.get(entry.is) ?? 0) + 1)
  }

  seal(line: number, text: string): void {
    const seal = sealOf(text)
    if (!seal) return this.fault(line, 'is not a seal as the writer writes it')
    if (this.#end === 'sealed') this.fault(line, 'stands after the end')
    if (seal.seal === this.#seals + 1 && seal.lines < this.#lines) {
      this.fault(line - seal.lines, `the seal ${this.#seals} that belongs before this line is missing`)
    }
    if (seal.seal !== this.#seals) this.fault(line, `is seal ${seal.seal}, but seal ${this.#seals} belongs there`)
    if (seal.lines !== this.#lines) this.fault(line, `seals ${seal.lines} lines, but ${this.#lines} stand before it`)
    if (seal.before !== this.#before) this.fault(line, 'does not continue the seal before it')
    if (seal.hash !== this.#hash.digest('hex')) {
      this.fault(line - this.#lines, 'at least one of these lines is not what was sealed', line)
    }
    this.#seals = seal.seal + 1
    this.#before = seal.hash
    this.#hash = blockHash(seal.hash)
    this.#lines = 0
    if (this.#end === 'open') this.#end = 'sealed'
  }

  /** `lines`: how many were whole. `rest`: what stood after the last of them. */
  finish(lines: number, rest: string): ChainState {
    if (rest !== '' && this.#end === 'sealed') this.fault(lines + 1, 'stands after the end')
    if (this.#fault) return this.#fault
    if (this.#end === 'sealed') return { state: 'whole' }
    if (rest !== '') return { state: 'torn', line: lines + 1, because: 'the last line is cut off' }
    const because = this.#end === 'open' ? 'the end is not sealed' : 'no end follows: a crash, or its tail was cut off'
    return { state: 'torn', line: lines, because }
  }
}

/** Its bytes are in no hash, so nothing but the writer's own spelling is accepted. */
function sealOf(text: string): Seal | undefined {
  try {
    const { data } = sealShape.safeParse(JSON.parse(text))
    return data && JSON.stringify(data) === text ? data : undefined
  } catch {
    return undefined
  }
}
