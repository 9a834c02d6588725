/** Opens the service on the store that it was given: a SQLite file in a folder, or a PostgreSQL database. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Shelf } from './backup/shelf.ts'
import { log } from './log.ts'
import type { Options } from './options.ts'
import type { Service } from './service.ts'
import { otherDatabases } from './store/postgres/other-databases.ts'
import { PostgresStore } from './store/postgres/postgres.ts'
import { TableBlobs } from './store/postgres/table-blobs.ts'
import { FORMATS } from './store/formats.ts'
import { createIfMissing, takeFileOver } from './store/sqlite/files.ts'
import { FolderBlobs } from './store/sqlite/folder-blobs.ts'
import { SqliteStore } from './store/sqlite/sqlite.ts'

export async function openService(options: Options): Promise<Service> {
  const { store } = options
  return 'url' in store ? await openDatabase(store.url, options) : await openFolder(store.folder, options)
}

async function openDatabase(url: string, options: Options): Promise<Service> {
  const { adminToken, defects, version } = options
  const store = await PostgresStore.open(url, { version, defects, log, ...slips(options) })
  await store.probe()
  const databases = otherDatabases(url, version)
  return { version, store, blobs: new TableBlobs(url), databases, adminToken, defects, log }
}

async function openFolder(folder: string, options: Options): Promise<Service> {
  const { backups, adminToken, defects, version } = options
  mkdirSync(folder, { recursive: true })
  const database = join(folder, 'database.sqlite')
  const blobFolder = join(folder, 'blobs')
  createIfMissing(database, blobFolder, FORMATS[version])
  await takeFileOver(database, { version, defects, log })
  const store = SqliteStore.open(database, { mode: 'write', version, ...slips(options) })
  await store.probe()
  const blobs = new FolderBlobs({ folder: blobFolder, incoming: join(folder, 'incoming') })
  const shelves = new Map([...backups].map(([name, shelf]) => [name, new Shelf(shelf)]))
  return { version, store, blobs, ownBackups: { store, blobs, shelves }, adminToken, defects, log }
}

/** Defects of the store. */
function slips({ defects, version }: Options) {
  return {
    commits: defects.has('A1') ? ('after answer' as const) : ('before answer' as const),
    writes: version === 'v2' && defects.has('I5') ? ('old tables' as const) : undefined,
  }
}
