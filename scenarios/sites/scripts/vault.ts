/**
 * A script as somebody has it who backs up a SQLite database and a folder of photos: `take`, `verify` and `restore`.
 * `node vault.ts take <data> <vault>`, `node vault.ts verify <copy>`, `node vault.ts restore <data> <copy>`.
 */

import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'

const [wish, ...folders] = process.argv.slice(2)
const [first = '', second = ''] = folders
const FILE = 'database.sqlite'

/** The database as of one moment, while the service writes; then the photos, of which none ever goes. */
async function take(data: string, vault: string): Promise<void> {
  if (existsSync(join(vault, 'sealed'))) throw new Error('the vault is sealed')
  const nights = readdirSync(vault).filter((name) => name.startsWith('night-'))
  const name = `night-${nights.length + 1}`
  const unfinished = join(vault, 'unfinished')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished)
  const database = new DatabaseSync(join(data, FILE), { readOnly: true })
  await backup(database, join(unfinished, FILE))
  database.close()
  cpSync(join(data, 'blobs'), join(unfinished, 'blobs'), { recursive: true })
  renameSync(unfinished, join(vault, name))
  console.log(name)
}

function verify(copy: string): void {
  const database = new DatabaseSync(join(copy, FILE), { readOnly: true })
  const [said] = Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})
  database.close()
  if (said !== 'ok') throw new Error(`the copy is damaged: ${String(said)}`)
}

/** The service stands still meanwhile. A new epoch tells every device to read everything anew. */
function restore(data: string, copy: string): void {
  verify(copy)
  for (const ending of ['', '-wal', '-shm']) rmSync(join(data, `${FILE}${ending}`), { force: true })
  cpSync(join(copy, FILE), join(data, FILE))
  cpSync(join(copy, 'blobs'), join(data, 'blobs'), { recursive: true })
  const database = new DatabaseSync(join(data, FILE))
  database.exec(`UPDATE state SET value = hex(randomblob(16)) WHERE name = 'epoch'`)
  const { rows } = database.prepare('SELECT count(*) AS rows FROM records').get() ?? {}
  database.close()
  console.log(`${String(rows)} rows are back`)
}

try {
  if (wish === 'take') await take(first, second)
  else if (wish === 'verify') verify(first)
  else if (wish === 'restore') restore(first, second)
  else throw new Error(`expected take, verify or restore, got ${wish}`)
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 1
}
