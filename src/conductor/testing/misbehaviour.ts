/** What a service does wrong, each by an argument; without any it is honest. */

import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Change, Kept, Row } from './change.ts'

const MISBEHAVIOURS = [
  '--ends-on-a-read',
  '--ends-on-reads',
  '--ends-on-writes',
  '--locks-itself-out',
  '--fills-up',
  '--refuses-most',
  '--drops-a-field',
  '--mixes-accounts',
  '--empty-at-first',
  '--acks-early',
  '--ignores-deletes',
  '--goes-back',
  '--warms-up',
  '--hangs',
  '--hangs-on-writes',
  '--starts-once',
] as const
export type Wrong = (typeof MISBEHAVIOURS)[number] | 'nothing'

const MANY = 30
const REFUSED = 0.55
const EMPTY_LISTS = 6
const NOT_YET = 12
const EARLY_MS = 400
/** What happens once happens after so many reads of one process, when there is something to show. */
const READS_BEFORE = 30

export class Misbehaviour {
  readonly #does: ReadonlySet<string>
  readonly #lock: string
  readonly #wasKilled: boolean
  #writes = 0
  #reads = 0
  #emptyLists = 0
  #notYet = 0
  #isDone = false

  constructor(folder: string, flags: readonly string[]) {
    this.#does = new Set(flags)
    this.#lock = join(folder, 'lock')
    this.#wasKilled = existsSync(this.#lock)
    writeFileSync(this.#lock, '')
    const started = join(folder, 'started')
    if (this.#is('--starts-once') && existsSync(started)) die()
    writeFileSync(started, '')
  }

  /** On purpose: whoever is killed leaves the lock. */
  stops(): void {
    rmSync(this.#lock, { force: true })
  }

  #is(wrong: Wrong): boolean {
    return this.#does.has(wrong)
  }

  /** Each record goes back to the version before, where there was one. */
  starts(changes: readonly Change[]): Change[] {
    if (!this.#is('--goes-back')) return [...changes]
    return changes.filter((change, place) => {
      const isOf = ({ user, id }: Change) => user === change.user && id === change.id
      const isNewest = !changes.slice(place + 1).some(isOf)
      return !isNewest || !changes.slice(0, place).some(isOf)
    })
  }

  /** A status, where the change is not taken. */
  refuses(held: number): number | undefined {
    this.#writes += 1
    if (this.#is('--ends-on-writes') && this.#writes === MANY) die()
    if (this.#is('--locks-itself-out') && this.#wasKilled) return 423
    if (this.#is('--fills-up') && held >= MANY) return 423
    const isRefused = Math.floor(this.#writes * REFUSED) > Math.floor((this.#writes - 1) * REFUSED)
    return this.#is('--refuses-most') && isRefused ? 403 : undefined
  }

  /** No mistake, as long as nobody reads it as an empty list: for a while after it was killed it answers 503. */
  isWarmingUp(): boolean {
    return this.#is('--warms-up') && this.#wasKilled && this.#notYet++ < NOT_YET
  }

  /** It takes connections and requests, and never answers again: none of them, or no change. */
  hangs(method: string, held: number): boolean {
    return (this.#is('--hangs') || (this.#is('--hangs-on-writes') && method !== 'GET')) && held >= MANY
  }

  keeps({ body }: Change): boolean {
    return body !== undefined || !this.#is('--ignores-deletes')
  }

  writes(write: () => void): void {
    if (this.#is('--acks-early')) setTimeout(write, EARLY_MS)
    else write()
  }

  /** `rows` as somebody is shown them. */
  shows(
    rows: readonly Row[],
    changes: Kept,
    { user, isFull }: { readonly user: string; readonly isFull: boolean },
  ): readonly Row[] {
    this.#reads += 1
    if (this.#is('--ends-on-a-read') || (this.#is('--ends-on-reads') && changes.all.length >= MANY)) die()
    if (this.#is('--empty-at-first') && isFull && this.#wasKilled && this.#emptyLists++ < EMPTY_LISTS) return []
    if (this.#isDone || this.#reads < READS_BEFORE) return rows
    if (this.#is('--mixes-accounts')) return this.#withAnothers(rows, changes, user)
    return this.#is('--drops-a-field') ? this.#withoutAField(rows) : rows
  }

  #withAnothers(rows: readonly Row[], changes: Kept, user: string): readonly Row[] {
    const other = changes.all.find((one) => one.user !== user && one.body !== undefined)
    if (!other) return rows
    this.#isDone = true
    return [...changes.since(other.user, 0).slice(-1), ...rows]
  }

  #withoutAField(rows: readonly Row[]): readonly Row[] {
    const hit = rows.find(({ collection: of, body }) => of === 'contacts' && body !== undefined)
    if (!hit) return rows
    this.#isDone = true
    const fields = Object.entries(JSON.parse(hit.body ?? '{}') as Record<string, unknown>)
    const body = JSON.stringify(Object.fromEntries(fields.slice(0, -1)))
    return rows.map((row) => (row === hit ? { ...row, body } : row))
  }
}

/** As programs end that have a bug: with a stack on standard error, and exit code 1. */
function die(): never {
  console.error('fatal: a native module is missing')
  process.exit(1)
}
