/**
 * Rows that were there before the drill. Each becomes a record of this run when its account is read for the first time,
 * and is known again by its place and its content, for it carries no identity of ours until somebody edits it.
 */

import type { Row } from '../../clients/index.ts'
import type { Random } from '../../kernel/index.ts'
import type { Intent, Ledger, RowEntry } from '../../ledger/index.ts'
import { tokenOf, type Collection, type CollectionName } from '../../records/index.ts'
import { rowEntryOf, type Book } from '../book.ts'

/** Who wrote them, as far as the ledger knows. */
const AUTHOR = 'before the drill'

interface Known {
  readonly record: string
  readonly version: string
  readonly hash: string | undefined
}

interface Parts {
  readonly ledger: Pick<Ledger, 'append'>
  readonly book: Book
  readonly random: Random
  readonly collections: ReadonlyMap<CollectionName, Collection>
}

export class Adopted {
  readonly #parts: Parts
  /** By account, collection and the service's own id. */
  readonly #byPlace = new Map<string, Known>()
  /** By content; undefined where several have the same. */
  readonly #byContent = new Map<string, Known | undefined>()
  readonly #wanted = new Map<string, string[]>()
  readonly #records = new Set<string>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Records that the plan will edit though nobody of this run wrote them: a row is found for each when it is read. */
  expect(intents: readonly Intent[]): void {
    for (const { account, collection: of, record, there } of intents) {
      if (!there) continue
      const key = `${account}/${of}`
      this.#wanted.set(key, [...(this.#wanted.get(key) ?? []), record])
    }
  }

  has(record: string): boolean {
    return this.#records.has(record)
  }

  /** The first full read of an account, or of what one client shows of it. */
  meet(account: string, rows: readonly Row[]): void {
    const entries = rows.filter(({ body }) => body !== undefined).map((row) => this.#told(row))
    const ranked = entries.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const own of Map.groupBy(ranked, (entry) => entry.collection).values()) {
      const drawn = this.#parts.random.fork(`${account}/${own[0]?.collection}`).shuffle(own)
      const names = this.#wanted.get(`${account}/${own[0]?.collection}`) ?? []
      const named = new Map(drawn.slice(0, names.length).map((entry, place) => [entry, names[place]]))
      for (const entry of own) this.#adopt(account, entry, named.get(entry))
    }
  }

  #told(row: Row): RowEntry {
    return rowEntryOf(row, this.#parts.collections.get(row.collection))
  }

  #adopt(account: string, entry: RowEntry, name = `${account}/${entry.collection}/${entry.id}`): void {
    const place = placeOf(account, entry)
    if (this.#byPlace.has(place)) return
    const { ledger, book } = this.#parts
    const { collection: of, hash, fields = {}, score } = entry
    const count = this.#records.add(name).size
    const [version, saw, op] = [tokenOf(AUTHOR, count), { [AUTHOR]: count }, `adopted#${count}`]
    const known = { record: name, version, hash }
    this.#byPlace.set(place, known)
    const content = contentOf(entry)
    this.#byContent.set(content, this.#byContent.has(content) ? undefined : known)
    book.enter(version, op, { record: name, collection: of, saw, fields, ...(hash !== undefined && { hash }) })
    ledger.append({
      is: 'edit',
      op,
      device: AUTHOR,
      account,
      collection: of,
      record: name,
      change: 'put',
      version,
      saw,
      basedOn: [],
      fields,
      adopted: true,
      ...(hash !== undefined && { hash }),
      ...(score !== undefined && { score }),
    })
  }

  /** A row as the ledger tells it, by the name that it has in this run. */
  entryOf(account: string, row: Row): RowEntry {
    const entry = this.#told(row)
    if (this.#byPlace.size === 0 || entry.deleted) return entry
    const there = this.#byPlace.get(placeOf(account, entry))
    const same = there?.hash === entry.hash ? there : this.#byContent.get(contentOf(entry))
    // Whoever wrote into its place since then has said so in what is there now.
    const isOurs = entry.version !== undefined && this.#parts.book.get(entry.version) !== undefined
    const known = same ?? (isOurs ? undefined : there)
    return known ? { ...entry, record: known.record, version: known.version } : entry
  }
}

const placeOf = (account: string, { collection: of, id }: RowEntry) => `${account}/${of}/${id}`
const contentOf = ({ collection: of, hash }: RowEntry) => `${of}/${hash}`
