/** What each copy holds of what it was to hold, counted record by record. */

import type { CopyHistory, History } from '../../history/index.ts'
import type { Finals } from '../finals.ts'
import type { RecordFate } from '../fates/fate.ts'
import type { RecordCase } from '../record-case.ts'

export interface CopyContent {
  readonly copy: string
  readonly begunAt: number
  /** Its clean room could be read. */
  readonly isRead: boolean
  /** Acknowledged before it began, and never deleted. */
  owed: number
  absent: number
  firstAbsent: string | undefined
  rows: number
  /** A photo in it whose bytes are not. */
  blank: string | undefined
}

export class CopyChecks {
  readonly #contents: readonly CopyContent[]

  constructor({ copies }: History, { views }: Finals) {
    const all = [...views.values()]
    this.#contents = copies
      .filter(({ found }) => found === 'sound')
      .map(({ copy, begunAt }) => ({
        copy,
        begunAt,
        isRead: all.some(({ party, state }) => party.kind === 'copy' && party.copy === copy && state === 'complete'),
        owed: 0,
        absent: 0,
        firstAbsent: undefined,
        rows: 0,
        blank: undefined,
      }))
  }

  add(fate: RecordFate): void {
    for (const content of this.#contents) check(content, fate)
  }

  of({ copy }: Pick<CopyHistory, 'copy'>): CopyContent | undefined {
    return this.#contents.findLast((one) => one.copy === copy)
  }
}

function check(content: CopyContent, { its, acked }: RecordFate): void {
  const rows = rowsIn(content.copy, its)
  content.rows += rows.length
  content.blank ??= rows.find(({ blobMissing }) => blobMissing) && its.name
  const owed =
    acked.some(({ change, acked: moment }) => change === 'put' && moment && moment.at < content.begunAt) &&
    !its.versions.some(({ change }) => change === 'delete')
  if (!owed) return
  content.owed += 1
  if (rows.length > 0) return
  content.absent += 1
  content.firstAbsent ??= its.name
}

function rowsIn(copy: string, { rows }: RecordCase) {
  return rows.filter(({ view: { party } }) => party.kind === 'copy' && party.copy === copy)
}
