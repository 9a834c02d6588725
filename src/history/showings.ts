/**
 * When the server showed what of a record. Reads of one account have numbers; consecutive reads that show the same are
 * one run, so that a record which nobody touches costs one run however often it is read.
 */

import { sideBySide } from './columns.ts'
import type { Records } from './records.ts'

export interface Run {
  /** A version's place, or a variant's number below 0. */
  readonly content: number
  /** The first and the last look of this account that showed it, all between included. */
  readonly from: number
  readonly to: number
}

export class Showings {
  readonly #records: Records
  readonly #its = sideBySide(['content', 'from', 'to', 'before'])
  #count = 0

  constructor(records: Records) {
    this.#records = records
  }

  add(record: number, content: number, look: number): void {
    for (let run = this.#records.showings.get(record); run !== 0; run = this.#its.before.get(run)) {
      const to = this.#its.to.get(run)
      // Older runs ended earlier still.
      if (to < look - 1) break
      if (this.#its.content.get(run) !== content) continue
      this.#its.to.set(run, look)
      return
    }
    const run = (this.#count += 1)
    this.#its.content.set(run, content)
    this.#its.from.set(run, look)
    this.#its.to.set(run, look)
    this.#its.before.set(run, this.#records.showings.get(record))
    this.#records.showings.set(record, run)
  }

  newest(record: number): Run | undefined {
    const run = this.#records.showings.get(record)
    return run === 0 ? undefined : this.#run(run)
  }

  #run(run: number): Run {
    return { content: this.#its.content.get(run), from: this.#its.from.get(run), to: this.#its.to.get(run) }
  }

  /** Newest first. */
  runs(record: number): readonly Run[] {
    const runs: Run[] = []
    for (let run = this.#records.showings.get(record); run !== 0; run = this.#its.before.get(run))
      runs.push(this.#run(run))
    return runs
  }
}
