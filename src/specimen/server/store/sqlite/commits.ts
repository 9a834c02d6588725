/** When a transaction of the SQLite store is committed: before it is answered, or, as a defect, some time after. */

import type { DatabaseSync } from 'node:sqlite'

export interface Commits {
  begin(): void
  /** The work succeeded. */
  end(): void
  /** The work failed: nothing of it stays. */
  undo(): void
  /** Commits whatever is still open. */
  settle(): void
}

/** `BEGIN IMMEDIATE` takes the lock for writing at once, which a database opened for reading cannot give. */
export function commitsBeforeAnswer(database: DatabaseSync, begin: 'BEGIN' | 'BEGIN IMMEDIATE'): Commits {
  return {
    begin: () => database.exec(begin),
    end: () => database.exec('COMMIT'),
    // SQLite has already rolled back after some errors, such as a full disk.
    undo: () => database.isTransaction && database.exec('ROLLBACK'),
    settle: () => undefined,
  }
}

/** Long enough that whoever kills it while people work finds something that was said and not done. */
const LATE_MS = 400

/** Defect A1. Transactions share one that is committed later; `later` must run it when no work is under way. */
export function commitsAfterAnswer(database: DatabaseSync, later: (commit: () => void) => void): Commits {
  const settle = () => database.isTransaction && database.exec('COMMIT')
  return {
    begin: () => {
      if (!database.isTransaction) {
        database.exec('BEGIN IMMEDIATE')
        setTimeout(() => later(settle), LATE_MS)
      }
      database.exec('SAVEPOINT work')
    },
    end: () => database.exec('RELEASE work'),
    undo: () => database.isTransaction && database.exec('ROLLBACK TO work; RELEASE work'),
    settle,
  }
}
