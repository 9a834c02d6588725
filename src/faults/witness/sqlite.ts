/** Opens a copy of a SQLite file anew, in memory, for what SQLite answers. A process that has it open may not know. */

import { DatabaseSync } from 'node:sqlite'
import { reasonOf } from '../../kernel/index.ts'
import type { VolumeAccess } from '../../runtime/index.ts'

const MAGIC = 'SQLite format 3\0'
/** Bytes 18 and 19 say how the journal is kept; memory has no journal beside it, so a copy must not say `WAL`. */
const JOURNAL_BYTES = [18, 19]

/** Paths of the files that are SQLite databases now. */
export async function findDatabases(volume: VolumeAccess): Promise<readonly string[]> {
  const found: string[] = []
  for (const { path, bytes } of await volume.list()) {
    if (bytes < MAGIC.length) continue
    const start = await volume.read(path, 0, MAGIC.length)
    if (start.toString('latin1') === MAGIC) found.push(path)
  }
  return found
}

/** `ok`, or SQLite's complaint: `database disk image is malformed`, `file is not a database`. */
async function openAnew(volume: VolumeAccess, path: string): Promise<string> {
  const copy = Buffer.from(await volume.read(path))
  if (copy.subarray(0, MAGIC.length).toString('latin1') === MAGIC) for (const at of JOURNAL_BYTES) copy[at] = 1
  const database = new DatabaseSync(':memory:')
  try {
    database.deserialize(copy)
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    for (const { name } of tables) readAll(database, String(name))
    const [first] = database.prepare('PRAGMA quick_check(1)').all()
    return String(first?.['quick_check'] ?? 'no answer').replaceAll(/\s*\n\s*/g, ' ')
  } catch (thrown) {
    return reasonOf(thrown)
  } finally {
    database.close()
  }
}

/** Every row, as any program that needs them would: what is damaged is found where it is met. */
function readAll(database: DatabaseSync, table: string): void {
  const rows = database.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}" NOT INDEXED`).iterate()
  while (!rows.next().done);
}

/** What SQLite says of each: `; core.db: file is not a database`. */
export async function complaints(volume: VolumeAccess, paths: readonly string[]): Promise<string> {
  const said: string[] = []
  for (const path of paths) said.push(`; ${path}: ${await openAnew(volume, path)}`)
  return said.join('')
}
