/** How much of what is owed the server showed, class by class, from the strike on. */

import type { Stamped } from '../../ledger/index.ts'
import type { RecordClass, Token } from '../../records/index.ts'

export interface CurvePoint {
  /** Real milliseconds after the strike. */
  readonly ms: number
  readonly share: number
}

interface Owed {
  readonly class: RecordClass
  readonly account: string
  /** How many edits there had been of the run when its newest acknowledged version was made. */
  readonly order: number
}

interface OpenView {
  readonly account: string
  readonly unread: Set<RecordClass>
  readonly present: Set<string>
}

export class Curve {
  readonly #versions = new Map<Token, { readonly record: string; readonly order: number }>()
  readonly #ops = new Map<
    string,
    { record: string; class: RecordClass; account: string; order: number; put: boolean }
  >()
  readonly #live = new Map<string, Owed>()
  /** Fixed when it strikes. */
  #owed: Map<string, Owed> | undefined
  readonly #totals = new Map<RecordClass, number>()
  readonly #views = new Map<number, OpenView>()
  readonly #present = new Map<string, Set<string>>()
  /** Of each class, how many of the owed are present now. */
  readonly #counts = new Map<RecordClass, number>()
  readonly #points = new Map<RecordClass, CurvePoint[]>()
  #strikeMs = 0

  take(entry: Stamped): void {
    if (entry.is === 'edit' && !entry.fresh) {
      const order = this.#versions.size
      this.#versions.set(entry.version, { record: entry.record, order })
      const { record, account, class: of } = entry
      this.#ops.set(entry.op, { record, class: of, account, order, put: entry.change === 'put' })
    }
    if (entry.is === 'answered' && entry.outcome === 'acked') this.#acked(entry.op)
    if (entry.is === 'strike') this.#strike(entry.ms)
    if (!this.#owed) return
    if (entry.is === 'view' && entry.party.kind === 'server') {
      const { account } = entry.party
      this.#views.set(entry.view, { account, unread: new Set(entry.unread), present: new Set() })
    }
    if (entry.is === 'row') this.#row(entry)
    if (entry.is === 'viewed') this.#viewed(entry)
  }

  /** Classes of which something was owed, each with its steps; a class that nobody read has none. */
  get classes(): ReadonlyMap<RecordClass, readonly CurvePoint[]> {
    return this.#points
  }

  #acked(op: string): void {
    const edit = this.#ops.get(op)
    if (!edit) return
    if (this.#owed) {
      if (!edit.put) this.#forgive(edit.record)
      return
    }
    if (!edit.put) this.#live.delete(edit.record)
    else if ((this.#live.get(edit.record)?.order ?? -1) < edit.order) this.#live.set(edit.record, edit)
  }

  /** Deleted since: nobody owes it any more. */
  #forgive(record: string): void {
    const owed = this.#owed?.get(record)
    if (!owed) return
    this.#owed?.delete(record)
    this.#totals.set(owed.class, (this.#totals.get(owed.class) ?? 1) - 1)
    if (this.#present.get(owed.account)?.delete(record)) this.#count(owed.class, -1)
  }

  #count(of: RecordClass, more: number): void {
    this.#counts.set(of, (this.#counts.get(of) ?? 0) + more)
  }

  #strike(ms: number): void {
    this.#strikeMs = ms
    this.#owed = new Map(this.#live)
    for (const [record, { class: of, account }] of this.#owed) {
      this.#totals.set(of, (this.#totals.get(of) ?? 0) + 1)
      const present = this.#present.get(account) ?? new Set<string>()
      this.#present.set(account, present.add(record))
      this.#count(of, 1)
    }
    for (const of of this.#totals.keys()) this.#points.set(of, [{ ms: 0, share: 1 }])
  }

  #row({ view, record, version, deleted }: Extract<Stamped, { is: 'row' }>): void {
    const open = this.#views.get(view)
    const owed = record === undefined ? undefined : this.#owed?.get(record)
    if (!open || !owed || deleted || record === undefined) return
    const shown = version === undefined ? undefined : this.#versions.get(version)
    if (shown && shown.order >= owed.order) open.present.add(record)
  }

  #viewed({ view, state, unread, ms }: Extract<Stamped, { is: 'viewed' }>): void {
    const open = this.#views.get(view)
    this.#views.delete(view)
    if (!open) return
    for (const of of unread ?? []) open.unread.add(of)
    const readable = state === 'complete' ? open.present : new Set<string>()
    const now = new Set([...readable].filter((record) => !open.unread.has(this.#owed?.get(record)?.class ?? 'notes')))
    for (const record of this.#present.get(open.account) ?? []) this.#countRecord(record, -1)
    for (const record of now) this.#countRecord(record, 1)
    this.#present.set(open.account, now)
    this.#plot(ms - this.#strikeMs)
  }

  #countRecord(record: string, more: number): void {
    const owed = this.#owed?.get(record)
    if (owed) this.#count(owed.class, more)
  }

  #plot(ms: number): void {
    for (const [of, points] of this.#points) {
      const total = this.#totals.get(of) ?? 0
      const share = total === 0 ? 1 : (this.#counts.get(of) ?? 0) / total
      if (points.at(-1)?.share !== share) points.push({ ms, share })
    }
  }
}
