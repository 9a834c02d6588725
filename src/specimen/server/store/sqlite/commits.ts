/** When a transaction of the SQLite store is committed: before it is answered, or, as a defect, some time after. */

import type { DatabaseSync } from 'node:sqlite'
import { Batch, type Work } from '../batch.ts'

export interface Commits {
  begin(work: Work): void
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

/** Defect A1: transactions share one. */
export function commitsAfterAnswer(database: DatabaseSync): Commits {
  const batch = new Batch()
  const settle = () => {
    try {
      if (database.isTransaction) database.exec('COMMIT')
    } catch (thrown) {
      // Whoever was promised that it stays is not there to be told; whoever writes now is.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw thrown
    }
  }
  return {
    begin: (work) => {
      if (batch.isOverFor(work)) settle()
      if (!database.isTransaction) {
        database.exec('BEGIN IMMEDIATE')
        batch.begin()
      }
      database.exec('SAVEPOINT work')
    },
    end: () => database.exec('RELEASE work'),
    undo: () => database.isTransaction && database.exec('ROLLBACK TO work; RELEASE work'),
    settle,
  }
}
