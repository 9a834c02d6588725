/** The store in one SQLite file: write-ahead log, synced on each commit; one connection, so transactions take turns. */

import { DatabaseSync } from 'node:sqlite'
import { Turns } from '../turns.ts'
import { commitsAfterAnswer, commitsBeforeAnswer, type Commits } from './commits.ts'
import { syncPath } from './durable.ts'
import { checkVersion } from './schema.ts'
import { sqliteAccounts, sqliteState } from './sqlite-accounts.ts'
import { sqliteParts } from './sqlite-parts.ts'
import { sqliteAnswers, sqliteRecords } from './sqlite-records.ts'
import { Statements } from './statements.ts'
import { StoreUnreadable, type Store, type Transaction } from './store.ts'

const BUSY_MS = 5_000

export interface SqliteOptions {
  /** `read`: nothing is written, no log file appears beside it. */
  readonly mode: 'write' | 'read'
  /** `after answer` is defect A1. */
  readonly commits?: 'before answer' | 'after answer'
}

export class SqliteStore implements Store {
  readonly #path: string
  readonly #database: DatabaseSync
  readonly #turns = new Turns()
  readonly #commits: Commits
  readonly #transaction: Transaction

  private constructor(path: string, database: DatabaseSync, { mode, commits }: SqliteOptions) {
    this.#path = path
    this.#database = database
    this.#commits =
      commits === 'after answer'
        ? commitsAfterAnswer(database, (commit) => void this.#turns.take(async () => database.isOpen && commit()))
        : commitsBeforeAnswer(database, mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE')
    this.#transaction = tablesOf(database)
  }

  static open(path: string, options: SqliteOptions): SqliteStore {
    return sqliteErrors(path, () => {
      const database = new DatabaseSync(path, { readOnly: options.mode === 'read', timeout: BUSY_MS })
      try {
        // First: changing the journal would write to a file that is no database of ours.
        checkVersion(database, path)
        if (options.mode === 'write') database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
        return new SqliteStore(path, database, options)
      } catch (thrown) {
        database.close()
        throw thrown
      }
    })
  }

  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#turns.take(async () => {
      try {
        this.#commits.begin()
        const result = await work(this.#transaction)
        this.#commits.end()
        return result
      } catch (thrown) {
        sqliteErrors(this.#path, () => this.#commits.undo())
        throw asStoreError(this.#path, thrown)
      }
    })
  }

  /** Through a connection of its own: the cache of the serving one would go on answering for a disk that is gone. */
  async probe(): Promise<void> {
    sqliteErrors(this.#path, () => {
      const database = new DatabaseSync(this.#path, { readOnly: true, timeout: BUSY_MS })
      try {
        database.prepare('SELECT count(*) FROM records').get()
        database.prepare('SELECT count(*) FROM state').get()
      } finally {
        database.close()
      }
    })
  }

  copyTo(path: string, { tombstones }: { readonly tombstones: 'with' | 'without' }): Promise<void> {
    return this.#turns.take(async () => {
      sqliteErrors(this.#path, () => {
        this.#commits.settle()
        this.#database.prepare('VACUUM INTO ?').run(path)
      })
      if (tombstones === 'without') dropTombstones(path)
      await syncPath(path)
    })
  }

  /** Every page, index and constraint, in SQLite's own words; empty when all is well. */
  async findDamage(): Promise<readonly string[]> {
    return sqliteErrors(this.#path, () =>
      this.#database
        .prepare('PRAGMA integrity_check')
        .all()
        .map((columns) => String(columns['integrity_check']))
        .filter((line) => line !== 'ok'),
    )
  }

  close(): Promise<void> {
    return this.#turns.take(async () => {
      if (!this.#database.isOpen) return
      this.#commits.settle()
      this.#database.close()
    })
  }
}

function tablesOf(database: DatabaseSync): Transaction {
  const sql = new Statements(database)
  return {
    accounts: sqliteAccounts(sql),
    records: sqliteRecords(sql),
    answers: sqliteAnswers(sql),
    parts: sqliteParts(sql),
    state: sqliteState(sql),
  }
}

function dropTombstones(path: string): void {
  const copy = new DatabaseSync(path)
  copy.exec('DELETE FROM records WHERE body IS NULL')
  copy.close()
}

function sqliteErrors<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (thrown) {
    throw asStoreError(path, thrown)
  }
}

function asStoreError(path: string, thrown: unknown): unknown {
  const sqlite = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_SQLITE_ERROR'
  return sqlite ? new StoreUnreadable(`'${path}': ${thrown.message}`, { cause: thrown }) : thrown
}
