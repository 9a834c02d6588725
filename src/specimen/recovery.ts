/**
 * What SQLite itself can still read of a damaged database: every row is asked for by its number, one by one, so that a
 * lost page costs the rows on it and no others. Whatever comes back is served by a specimen of its own.
 */

import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { BackupScene, CleanCopy, Extractor } from '../backups/index.ts'
import { reasonOf } from '../kernel/index.ts'
import type { VolumeAccess } from '../runtime/index.ts'
import { formatOf, FORMATS, type Format } from './server/store/formats.ts'
import type { Specimen } from './specimen.ts'

const DATABASE = 'database.sqlite'
/** Numbers are tried up to the last one given; where that is lost too, this far beyond the last row that was found. */
const BEYOND = 2_000

/**
 * Reads what can still be read of a damaged SQLite file of the specimen, row by row: for `salvage`.
 * @example
 * salvage(sqliteRecovery(sync), { from: disk })
 */
export function sqliteRecovery(of: Specimen): Extractor {
  return {
    name: 'SQLite, row by row',
    of,
    extract: (scene, from) => extract(of, scene, from).catch((thrown: unknown) => unusable(reasonOf(thrown))),
  }
}

const unusable = (because: string): CleanCopy => ({ is: 'unusable', because })

async function extract(service: Specimen, { site }: BackupScene, from: VolumeAccess): Promise<CleanCopy> {
  await using opened = new AsyncDisposableStack()
  const damaged = opened.use(await site.scratch())
  const rescued = opened.use(await site.scratch())
  await from.copyTo(damaged.path)
  const rows = await recover(join(damaged.path, DATABASE), join(rescued.path, DATABASE), service)
  if (rows === 0) return unusable('no row of it could be read')
  // A blob names its own digest: what is damaged is found out by whoever reads it.
  await cp(join(damaged.path, 'blobs'), join(rescued.path, 'blobs'), { recursive: true }).catch(() => undefined)
  const room = opened.use(await site.cleanRoom(service, { data: new Map([['/data', rescued]]) }))
  const kept = opened.move()
  return {
    is: 'serving',
    address: room.address,
    execute: room.execute,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** How many rows of records came back. Throws when not even the first page can be read. */
async function recover(from: string, to: string, { start }: Specimen): Promise<number> {
  // With all that the store builds on: most drills recover nothing.
  const { create, versionIn } = await import('./server/store/sqlite/files.ts')
  using damaged = new DatabaseSync(from)
  const format = formatOf(versionIn(damaged), 'v2') ?? FORMATS[start]
  create(to, format)
  using rescued = new DatabaseSync(to)
  rescued.exec('BEGIN')
  const counts = tablesOf(format).map(({ table, columns }) => {
    const names = columns.join(', ')
    const marks = columns.map(() => '?').join(', ')
    const put = rescued.prepare(`INSERT OR IGNORE INTO ${table} (${names}) VALUES (${marks})`)
    let count = 0
    for (const row of rowsOf(damaged, table, names)) {
      put.run(...columns.map((column) => row[column] ?? null))
      count += 1
    }
    return { table, count }
  })
  rescued.exec('COMMIT')
  return counts.find(({ table }) => table === format.records)?.count ?? 0
}

/** Ids, etags and bodies; what was answered to whom is not worth a doubtful page. */
function tablesOf({ records, versions }: Format) {
  const row = ['seq', 'user', 'class', 'id', 'etag', 'body']
  return [
    { table: 'accounts', columns: ['user', 'salt', 'hash'] },
    { table: records, columns: row },
    { table: versions, columns: row },
  ]
}

function* rowsOf(damaged: DatabaseSync, table: string, names: string): Iterable<Record<string, SQLOutputValue>> {
  const last = lastOf(damaged, table)
  const find = damaged.prepare(`SELECT ${names} FROM ${table} WHERE rowid = ?`)
  let until = last ?? BEYOND
  for (let number = 1; number <= until; number += 1) {
    const row = attempt(() => find.get(number))
    if (!row) continue
    if (last === undefined) until = number + BEYOND
    yield row
  }
}

/** The last number given; undefined when the page that says so is lost too, or the table keeps none. */
function lastOf(damaged: DatabaseSync, table: string): number | undefined {
  const found = attempt(() => damaged.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table))
  return typeof found?.['seq'] === 'number' ? found['seq'] : undefined
}

/** A row on a damaged page is an error of SQLite's, and not there. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
