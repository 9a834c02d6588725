/** The file of the SQLite store: how it comes to be, what it is marked with, and the ground of a takeover. */

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { formatOf, FORMATS, type Format, type Version } from '../formats.ts'
import { takeOver, type Ground, type Takeover } from '../migrate.ts'
import { sharedTables, tables, type Words } from '../schema.ts'
import { StoreUnreadable } from '../store.ts'
import { syncPathSync } from './durable.ts'
import { sqliteQueries } from './statements.ts'

/** AUTOINCREMENT never gives a number twice, not even that of a deleted row: cursors rely on it. */
const WORDS: Words = {
  number: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  now: `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,
  end: 'STRICT',
}

/** Makes the database under another name first, so that a file of that name is always a whole database. */
export function createIfMissing(path: string, blobs: string, format: Format): void {
  if (existsSync(path)) return
  const left = [`${path}-wal`, blobs].find((each) => (each === blobs ? holdsAny(each) : existsSync(each)))
  if (left !== undefined)
    throw new StoreUnreadable(`'${path}' is missing, but '${left}' is there: refusing to start empty`)
  create(path, format)
}

export function create(path: string, format: Format): void {
  const unfinished = `${path}.new`
  rmSync(unfinished, { force: true })
  const database = new DatabaseSync(unfinished)
  database.exec([...sharedTables(WORDS), ...tables(format, WORDS)].join(';'))
  database.exec(markOf(format))
  database.prepare(`INSERT INTO state VALUES ('epoch', ?), ('closed', '[]')`).run(randomUUID())
  database.close()
  syncPathSync(unfinished)
  renameSync(unfinished, path)
  syncPathSync(dirname(path))
}

function holdsAny(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0
}

export function versionIn(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA user_version').get()?.['user_version']
}

function markOf({ number }: Format): string {
  return `PRAGMA user_version = ${number}`
}

/** Throws for a database that the running version cannot read: of no version, or of a newer one. */
export function checkFormat(database: DatabaseSync, path: string, running: Version): Format {
  const found = versionIn(database)
  const format = formatOf(found, running)
  if (format) return format
  const expected = FORMATS[running].number === 1 ? 'version 1' : 'version 1 or 2'
  throw new StoreUnreadable(`'${path}': expected a database of ${expected}, found ${String(found)}`)
}

export async function takeFileOver(path: string, takeover: Takeover): Promise<void> {
  const database = new DatabaseSync(path)
  try {
    await takeOver(groundOf(database, path), takeover)
  } finally {
    if (database.isOpen) database.close()
  }
}

function groundOf(database: DatabaseSync, path: string): Ground {
  const table = database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`)
  return {
    name: path,
    db: sqliteQueries(database),
    words: WORDS,
    found: () => Promise.resolve(versionIn(database)),
    mark: async (format) => database.exec(markOf(format)),
    has: async (name) => table.get(name) !== undefined,
    whole: async (work) => {
      // First: changing the journal is not possible later, and a file that is no database of ours is left alone.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
      await work()
      database.exec('COMMIT')
    },
    carryNumbersOn: async (from, to) => {
      database.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(to.records)
      const numbers = 'INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM sqlite_sequence WHERE name = ?'
      database.prepare(numbers).run(to.records, from.records)
    },
    startEmpty: async (format) => {
      database.close()
      for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true })
      renameSync(path, `${path}.unknown-version`)
      create(path, format)
    },
  }
}
