/** What the service needs to take copies of itself: a store and blobs that are files, and places for the copies. */

import { Problem } from '../problem.ts'
import type { Service } from '../service.ts'
import type { FolderBlobs } from '../store/sqlite/folder-blobs.ts'
import type { SqliteStore } from '../store/sqlite/sqlite.ts'
import type { Shelf } from './shelf.ts'

export interface OwnBackups {
  readonly store: SqliteStore
  readonly blobs: FolderBlobs
  /** Where copies go, by name. */
  readonly shelves: ReadonlyMap<string, Shelf>
}

export function ownBackupsOf({ ownBackups }: Service): OwnBackups {
  if (ownBackups) return ownBackups
  const instead = 'use its dumps, and restore from a database that one was read into'
  throw new Problem(404, 'backups', `this service keeps its data in PostgreSQL and takes no copies itself: ${instead}`)
}

export function shelfOf(service: Service, name: string): Shelf {
  const { shelves } = ownBackupsOf(service)
  const shelf = shelves.get(name)
  if (shelf) return shelf
  throw new Problem(404, 'backups', `expected one of ${[...shelves.keys()].join(', ') || 'no places'}, got '${name}'`)
}
