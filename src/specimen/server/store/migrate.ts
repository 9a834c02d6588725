/**
 * How a version takes over the store of another. Up: rows are copied to new tables, in batches, and the old tables
 * stay; a migration that was interrupted begins anew. Down: version 1 reads only what it knows, and starts a new epoch,
 * so that no device goes on with a cursor into rows that are not there any more.
 */

import { randomUUID } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import type { Log } from '../log.ts'
import type { Defect } from '../options.ts'
import { FORMATS, type Version } from './formats.ts'
import { create, tables, versionIn } from './schema.ts'
import { StoreUnreadable } from './store.ts'

/** Batches with a pause after each leave room for whatever else the disk has to do. */
const BATCHES = 20
const PAUSE_MS = 40

export interface Takeover {
  readonly version: Version
  readonly defects: ReadonlySet<Defect>
  readonly log: Log
}

const { v1, v2 } = FORMATS

/** Leaves a database in the format of the version that runs, or whatever it was when it is of neither. */
export async function takeOver(path: string, takeover: Takeover): Promise<void> {
  const database = new DatabaseSync(path)
  try {
    const found = versionIn(database)
    if (found === v1.number && takeover.version === 'v2') await migrate(database, takeover)
    if (found === v2.number && takeover.version === 'v1') stepDown(database, path, takeover)
  } finally {
    if (database.isOpen) database.close()
  }
}

async function migrate(database: DatabaseSync, { defects, log }: Takeover): Promise<void> {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  const hasNew = tableExists(database, v2.records)
  if (hasNew && defects.has('I3')) {
    database.exec(`PRAGMA user_version = ${v2.number}`)
    return log('migration skipped', { because: `${v2.records} is there` })
  }
  if (hasNew) for (const table of [v2.records, v2.versions, v2.answers]) database.exec(`DROP TABLE ${table}`)
  database.exec(`BEGIN; ${tables(v2)} COMMIT;`)
  if (defects.has('I7')) database.exec(`PRAGMA user_version = ${v2.number}`)
  await copyInBatches(database, defects.has('I2') ? 'move' : 'copy', log)
  database.exec(`
    BEGIN IMMEDIATE;
    INSERT INTO ${v2.versions} (seq, user, class, id, etag, body)
      SELECT seq, user, class, id, etag, body FROM ${v1.versions};
    INSERT INTO ${v2.answers} SELECT user, key, class, fingerprint, answer FROM ${v1.answers};
    DELETE FROM sqlite_sequence WHERE name = '${v2.records}';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT '${v2.records}', seq FROM sqlite_sequence WHERE name = '${v1.records}';
    PRAGMA user_version = ${v2.number};
    COMMIT;
  `)
  log('migration done')
}

/** Numbers in the order of commits stay as they were, so that cursors do too. */
async function copyInBatches(database: DatabaseSync, how: 'copy' | 'move', log: Log): Promise<void> {
  const numbers = database.prepare(`SELECT seq FROM ${v1.records} ORDER BY seq`).all()
  log('migration began', { rows: numbers.length })
  const size = Math.max(1, Math.ceil(numbers.length / BATCHES))
  const columns = 'seq, user, class, id, etag, body'
  const among = 'WHERE seq > ? AND seq <= ?'
  const copy = database.prepare(`INSERT INTO ${v2.records} (${columns}) SELECT ${columns} FROM ${v1.records} ${among}`)
  const remove = database.prepare(`DELETE FROM ${v1.records} ${among}`)
  let after = 0
  let told = false
  for (let done = size; done < numbers.length + size; done += size) {
    const upTo = Number(numbers[Math.min(done, numbers.length) - 1]?.['seq'])
    database.exec('BEGIN IMMEDIATE')
    copy.run(after, upTo)
    if (how === 'move') remove.run(after, upTo)
    database.exec('COMMIT')
    after = upTo
    if (!told && done * 2 >= numbers.length) log('migration half done', { rows: done, of: numbers.length })
    told ||= done * 2 >= numbers.length
    await pause(PAUSE_MS)
  }
  if (!told) log('migration half done', { rows: 0, of: 0 })
}

function stepDown(database: DatabaseSync, path: string, { defects, log }: Takeover): void {
  if (defects.has('I4')) {
    database.close()
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true })
    renameSync(path, `${path}.unknown-version`)
    create(path, v1)
    return log('unknown version, starting empty', { found: v2.number })
  }
  if (!tableExists(database, v1.records)) {
    throw new StoreUnreadable(`'${path}': a newer version made it, and nothing in it is for version 1`)
  }
  database.exec('BEGIN IMMEDIATE')
  database.prepare(`UPDATE state SET value = ? WHERE name = 'epoch'`).run(randomUUID())
  database.exec(`PRAGMA user_version = ${v1.number}; COMMIT;`)
  log('new epoch', { because: 'a newer version had written here, which this one cannot read' })
}

function tableExists(database: DatabaseSync, name: string): boolean {
  return database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`).get(name) !== undefined
}
