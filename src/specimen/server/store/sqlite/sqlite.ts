/** The store in one SQLite file: write-ahead log, synced on each commit; one connection, so transactions take turns. */

import { DatabaseSync } from 'node:sqlite'
import type { RecordClass } from '../../classes.ts'
import { Turns } from '../../turns.ts'
import type { Format, Version } from '../formats.ts'
import { transactionOver, type Served } from '../queries/transaction.ts'
import type { Work } from '../batch.ts'
import { StoreUnreadable, type Store, type Transaction } from '../store.ts'
import { commitsAfterAnswer, commitsBeforeAnswer, type Commits } from './commits.ts'
import { syncPath } from './durable.ts'
import { checkFormat } from './files.ts'
import { sqliteManners, sqliteQueries } from './statements.ts'

const BUSY_MS = 5_000

export interface SqliteOptions {
  /** `read`: nothing is written, no log file appears beside it. */
  readonly mode: 'write' | 'read'
  /** `after answer` is defect A1. */
  readonly commits?: 'before answer' | 'after answer'
  /** The version that runs: it reads databases of its own and of older versions, and writes its own. */
  readonly version: Version
  readonly writes?: Served['writes'] | undefined
}

export interface CopyContent {
  readonly tombstones: 'with' | 'without'
  /** Classes that are left out. */
  readonly without: readonly RecordClass[]
}

export class SqliteStore implements Store {
  readonly #path: string
  readonly #database: DatabaseSync
  readonly #turns = new Turns()
  readonly #commits: Commits
  readonly #transaction: Transaction
  readonly #format: Format

  private constructor(path: string, database: DatabaseSync, format: Format, options: SqliteOptions) {
    const { mode, commits, writes } = options
    this.#path = path
    this.#format = format
    this.#database = database
    this.#commits =
      commits === 'after answer'
        ? commitsAfterAnswer(database)
        : commitsBeforeAnswer(database, mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE')
    const manners = (its: Format) => sqliteManners(database, its)
    this.#transaction = transactionOver(sqliteQueries(database), { format, writes }, manners)
  }

  static open(path: string, options: SqliteOptions): SqliteStore {
    return sqliteErrors(path, () => {
      const database = new DatabaseSync(path, { readOnly: options.mode === 'read', timeout: BUSY_MS })
      try {
        // First: changing the journal would write to a file that is no database of ours.
        const format = checkFormat(database, path, options.version)
        if (options.mode === 'write') database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
        return new SqliteStore(path, database, format, options)
      } catch (thrown) {
        database.close()
        throw thrown
      }
    })
  }

  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#take('writes', work)
  }

  /** There is one connection, so whoever reads takes a turn too. */
  read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#take('reads', work)
  }

  #take<Result>(kind: Work, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#turns.take(async () => {
      try {
        this.#commits.begin(kind)
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
        database.prepare(`SELECT count(*) FROM ${this.#format.records}`).get()
        database.prepare('SELECT count(*) FROM state').get()
      } finally {
        database.close()
      }
    })
  }

  /** A copy of one moment, durable, in a new file. */
  copyTo(path: string, content: CopyContent): Promise<void> {
    return this.#turns.take(async () => {
      sqliteErrors(this.#path, () => {
        this.#commits.settle()
        this.#database.prepare('VACUUM INTO ?').run(path)
      })
      leaveOut(path, this.#format, content)
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

function leaveOut(path: string, { records, versions, answers }: Format, { tombstones, without }: CopyContent): void {
  if (tombstones === 'with' && without.length === 0) return
  const copy = new DatabaseSync(path)
  if (tombstones === 'without') copy.exec(`DELETE FROM ${records} WHERE body IS NULL`)
  for (const one of without) {
    for (const table of [records, versions, answers]) copy.prepare(`DELETE FROM ${table} WHERE class = ?`).run(one)
  }
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
