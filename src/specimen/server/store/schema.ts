/** The tables of the SQLite store, and how a new database comes to be. */

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { syncPathSync } from './durable.ts'
import { formatOf, FORMATS, type Format, type Version } from './formats.ts'
import { StoreUnreadable } from './store.ts'

const SHARED = `
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE accounts (user TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TABLE tokens (hash TEXT PRIMARY KEY, user TEXT NOT NULL, device TEXT NOT NULL) STRICT;
`

/** What version 2 adds to each record: when it was last changed, as the server saw it. */
const CHANGED = `, changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`

/** AUTOINCREMENT never gives a number twice, not even that of a deleted row: cursors rely on it. */
export function tables({ number, records, versions, answers }: Format): string {
  return `
    CREATE TABLE ${records} (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      user TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, body TEXT
      ${number === 2 ? CHANGED : ''},
      UNIQUE (user, class, id)
    ) STRICT;
    CREATE INDEX ${records}_in_order ON ${records} (user, seq);
    CREATE TABLE ${versions} (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      user TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, body TEXT NOT NULL,
      UNIQUE (user, class, id, etag)
    ) STRICT;
    CREATE TABLE ${answers} (
      user TEXT NOT NULL, key TEXT NOT NULL, class TEXT NOT NULL, fingerprint TEXT NOT NULL, answer TEXT NOT NULL,
      PRIMARY KEY (user, key)
    ) STRICT, WITHOUT ROWID;
  `
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
  database.exec(`${SHARED} ${tables(format)} PRAGMA user_version = ${format.number};`)
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

/** Throws for a database that the running version cannot read: of no version, or of a newer one. */
export function checkFormat(database: DatabaseSync, path: string, running: Version): Format {
  const found = versionIn(database)
  const format = formatOf(found, running)
  if (format) return format
  const expected = FORMATS[running].number === 1 ? 'version 1' : 'version 1 or 2'
  throw new StoreUnreadable(`'${path}': expected a database of ${expected}, found ${String(found)}`)
}
