/** The tables of the SQLite store, and how a new database comes to be. */

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { syncPathSync } from './durable.ts'
import { StoreUnreadable } from './store.ts'

const SCHEMA_VERSION = 1

/** AUTOINCREMENT never gives a number twice, not even that of a deleted row: cursors rely on it. */
const SCHEMA = `
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE accounts (user TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TABLE tokens (hash TEXT PRIMARY KEY, user TEXT NOT NULL, device TEXT NOT NULL) STRICT;
  CREATE TABLE records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, body TEXT,
    UNIQUE (user, class, id)
  ) STRICT;
  CREATE INDEX records_in_order ON records (user, seq);
  CREATE TABLE versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL, class TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (user, class, id, etag)
  ) STRICT;
  CREATE TABLE answers (
    user TEXT NOT NULL, key TEXT NOT NULL, class TEXT NOT NULL, fingerprint TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (user, key)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Makes the database under another name first, so that a file of that name is always a whole database. */
export function createIfMissing(path: string, blobs: string): void {
  if (existsSync(path)) return
  const left = [`${path}-wal`, blobs].find((each) => (each === blobs ? holdsAny(each) : existsSync(each)))
  if (left !== undefined)
    throw new StoreUnreadable(`'${path}' is missing, but '${left}' is there: refusing to start empty`)
  const unfinished = `${path}.new`
  rmSync(unfinished, { force: true })
  const database = new DatabaseSync(unfinished)
  database.exec(SCHEMA)
  database.prepare(`INSERT INTO state VALUES ('epoch', ?), ('closed', '[]')`).run(randomUUID())
  database.close()
  syncPathSync(unfinished)
  renameSync(unfinished, path)
  syncPathSync(dirname(path))
}

function holdsAny(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0
}

export function checkVersion(database: DatabaseSync, path: string): void {
  const found = database.prepare('PRAGMA user_version').get()?.['user_version']
  if (found === SCHEMA_VERSION) return
  throw new StoreUnreadable(`'${path}': expected a database of version ${SCHEMA_VERSION}, found ${String(found)}`)
}
