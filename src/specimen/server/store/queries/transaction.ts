/** All that a transaction can do, over the queries of one connection. */

import { FORMATS, type Format } from '../formats.ts'
import type { NewRow, Transaction, Version } from '../store.ts'
import { accountsOver } from './accounts.ts'
import { partsOver } from './parts.ts'
import { answersOver, recordsOver } from './records.ts'
import { stateOver, type Manners } from './state.ts'
import type { Queries } from './tables.ts'

export interface Served {
  readonly format: Format
  /** Defect I5: what is written goes where the version before looks for it. */
  readonly writes?: 'old tables' | undefined
}

export function transactionOver(
  db: Queries,
  { format, writes }: Served,
  mannersOf: (format: Format) => Manners,
): Transaction {
  const manners = mannersOf(format)
  const tables = {
    accounts: accountsOver(db),
    records: recordsOver(db, format, manners.numbering),
    answers: answersOver(db, format),
    parts: partsOver(db, format, manners.numbering),
    state: stateOver(db, manners),
  }
  if (writes === undefined) return tables
  const old = recordsOver(db, FORMATS.v1, mannersOf(FORMATS.v1).numbering)
  const records = {
    ...tables.records,
    put: (row: NewRow) => old.put(row),
    keepVersion: (version: Version) => old.keepVersion(version),
  }
  return { ...tables, records }
}
