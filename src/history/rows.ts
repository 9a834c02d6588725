/** Rows of the views that are judged: those of the end, of gates, and of copies; each a view, a content, a position. */

import { sideBySide } from './columns.ts'
import type { Records } from './records.ts'

export interface KeptRow {
  /** The view's number in `History.views`. */
  readonly view: number
  /** A version's place, or a variant's number below 0. */
  readonly content: number
  readonly at: number
}

export class Rows {
  readonly #records: Records
  readonly #its = sideBySide(['view', 'content', 'at', 'before'])
  #count = 0

  constructor(records: Records) {
    this.#records = records
  }

  add(record: number, view: number, content: number, at: number): void {
    const row = (this.#count += 1)
    this.#its.view.set(row, view)
    this.#its.content.set(row, content)
    this.#its.at.set(row, at)
    this.#its.before.set(row, this.#records.rows.get(record))
    this.#records.rows.set(record, row)
  }

  /** The row of the same record before it; 0 for the first. */
  before(row: number): number {
    return this.#its.before.get(row)
  }

  view(row: number): number {
    return this.#its.view.get(row)
  }

  content(row: number): number {
    return this.#its.content.get(row)
  }

  /** In the order of the ledger. */
  of(record: number): readonly KeptRow[] {
    const rows: KeptRow[] = []
    for (let row = this.#records.rows.get(record); row !== 0; row = this.#its.before.get(row))
      rows.push({ view: this.#its.view.get(row), content: this.#its.content.get(row), at: this.#its.at.get(row) })
    return rows.toReversed()
  }
}
