/** How much of what is owed the server showed, collection by collection, from the strike on. */

import type { Answer, History, Reader, RowReader, Stamp, Version, View } from '../../../history/index.ts'
import type { CollectionName } from '../../../records/index.ts'

export interface CurvePoint {
  /** Real milliseconds after the strike. */
  readonly ms: number
  readonly share: number
}

interface Owed {
  readonly collection: CollectionName
  readonly account: string
  /** Its newest acknowledged version, by place: whatever was made later will do. */
  readonly version: number
}

export class Curve implements Reader {
  readonly #history: History
  /** Records by number. */
  readonly #live = new Map<number, Owed>()
  /** Fixed when it strikes. */
  #owed: Map<number, Owed> | undefined
  readonly #totals = new Map<CollectionName, number>()
  readonly #present = new Map<string, Set<number>>()
  /** Of each collection, how many of the owed are present now. */
  readonly #counts = new Map<CollectionName, number>()
  readonly #points = new Map<CollectionName, CurvePoint[]>()
  #strikeMs = 0

  constructor(history: History) {
    this.#history = history
  }

  /** Collections of which something was owed, each with its steps; a collection that nobody read has none. */
  get collections(): ReadonlyMap<CollectionName, readonly CurvePoint[]> {
    return this.#points
  }

  answered(version: Version | undefined, { outcome }: Answer): void {
    if (outcome !== 'acked' || !version || version.fresh) return
    const { record, place, change } = version
    if (this.#owed) {
      if (change === 'delete') this.#forgive(record)
      return
    }
    if (change === 'delete') this.#live.delete(record)
    else if ((this.#live.get(record)?.version ?? -1) < place) this.#live.set(record, this.#debt(version))
  }

  struck({ ms }: Stamp): void {
    this.#strikeMs = ms
    this.#owed = new Map(this.#live)
    for (const [record, { collection: of, account }] of this.#owed) {
      this.#totals.set(of, (this.#totals.get(of) ?? 0) + 1)
      const present = this.#present.get(account) ?? new Set<number>()
      this.#present.set(account, present.add(record))
      this.#count(of, 1)
    }
    for (const of of this.#totals.keys()) this.#points.set(of, [{ ms: 0, share: 1 }])
  }

  view({ party }: View): RowReader | undefined {
    const owed = this.#owed
    if (party.kind !== 'server' || !owed) return undefined
    const present = new Set<number>()
    return {
      row: (record, content) => {
        const due = owed.get(record)
        if (due && this.#history.versionIn(content) >= due.version) present.add(record)
      },
      closed: (view, { ms }) => this.#viewed(view, present, ms),
    }
  }

  #debt({ record, place }: Version): Owed {
    const { records, accountNames } = this.#history
    const account = accountNames.name(records.account(record))
    return { collection: records.collection(record) ?? 'notes', account, version: place }
  }

  /** Deleted since: nobody owes it any more. */
  #forgive(record: number): void {
    const owed = this.#owed?.get(record)
    if (!owed) return
    this.#owed?.delete(record)
    this.#totals.set(owed.collection, (this.#totals.get(owed.collection) ?? 1) - 1)
    if (this.#present.get(owed.account)?.delete(record)) this.#count(owed.collection, -1)
  }

  #count(of: CollectionName, more: number): void {
    this.#counts.set(of, (this.#counts.get(of) ?? 0) + more)
  }

  #viewed({ party: { account }, state, unread }: View, shown: ReadonlySet<number>, ms: number): void {
    const readable = state === 'complete' ? [...shown] : []
    const now = new Set(readable.filter((record) => !unread.has(this.#owed?.get(record)?.collection ?? 'notes')))
    for (const record of this.#present.get(account) ?? []) this.#countRecord(record, -1)
    for (const record of now) this.#countRecord(record, 1)
    this.#present.set(account, now)
    this.#plot(ms - this.#strikeMs)
  }

  #countRecord(record: number, more: number): void {
    const owed = this.#owed?.get(record)
    if (owed) this.#count(owed.collection, more)
  }

  #plot(ms: number): void {
    for (const [of, points] of this.#points) {
      const total = this.#totals.get(of) ?? 0
      const share = total === 0 ? 1 : (this.#counts.get(of) ?? 0) / total
      if (points.at(-1)?.share !== share) points.push({ ms, share })
    }
  }
}
