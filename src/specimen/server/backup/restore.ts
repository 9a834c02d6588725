/**
 * Brings classes, of all accounts or of some, back into the running store, from a copy or from another database: in one
 * transaction, read back and compared before it is committed. Ids and etags stay as they were; the epoch changes, so
 * that no device goes on with a cursor that counts rows which are gone.
 */

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { CLASSES } from '../classes.ts'
import { Problem } from '../problem.ts'
import { digestOf, type Service } from '../service.ts'
import { NoStoreIn, readPart, type PartAndAccounts } from '../store/databases.ts'
import { SqliteStore } from '../store/sqlite/sqlite.ts'
import { StoreUnreadable, type Part, type Transaction } from '../store/store.ts'
import { BLOB_FOLDER, DATABASE_FILE } from './manifest.ts'
import type { Shelf } from './shelf.ts'
import { blobsOf } from './take.ts'
import { verifyCopy, type Damage } from './verify.ts'

export interface Restored {
  /** Live rows. */
  readonly rows: number
  readonly tombstones: number
  readonly epoch: string
}

interface Scope {
  readonly classes?: Part['classes'] | undefined
  readonly users?: Part['users']
}

/** What is brought back, and where from; verified already. */
interface Source extends PartAndAccounts {
  readonly part: Part
  blob(sha256: string): Promise<AsyncIterable<Uint8Array>>
}

export async function restoreCopy(
  service: Service,
  shelf: Shelf,
  { copy, classes, users }: Scope & { readonly copy: string },
): Promise<Restored> {
  return await shelf.turns.take(async () => {
    const folder = await shelf.pathOf(copy)
    const part: Part = { classes: classes ?? CLASSES, users }
    service.log('restore began', { copy, ...part })
    const { sound, because, damage = 'unusable' } = await verifyCopy(folder, service.version)
    if (!sound) throw damaged(damage, because)
    service.log('restore verified', { copy, because })
    const opened = SqliteStore.open(join(folder, DATABASE_FILE), { mode: 'read', version: service.version })
    try {
      const read = await opened.read((from) => readPart(from, part))
      const blob = async (sha256: string) =>
        createReadStream(join(folder, BLOB_FOLDER, sha256)) as AsyncIterable<Buffer>
      const restored = await bringBack(service, { part, ...read, blob })
      service.log('restore done', { copy, ...restored })
      return restored
    } finally {
      await opened.close()
    }
  })
}

export async function restoreDatabase(
  service: Service,
  { database, classes, users }: Scope & { readonly database: string },
): Promise<Restored> {
  const { databases, log } = service
  if (!databases) throw new Problem(404, 'backups', 'this service keeps its data in a file, beside no other databases')
  const part: Part = { classes: classes ?? CLASSES, users }
  log('restore began', { database, ...part })
  try {
    return await databases.within(database, async (other) => {
      const read = await other.read(part)
      for (const sha256 of blobsOf(read.content)) {
        const bytes = await other.blob(sha256)
        if (!bytes) throw damaged('inconsistent', `blob ${sha256} is named by a photo and not in '${database}'`)
        if (digestOf(bytes) !== sha256) throw damaged('unusable', `blob ${sha256} has other bytes in '${database}'`)
      }
      log('restore verified', { database })
      const blob = async (sha256: string) => chunks((await other.blob(sha256)) ?? new Uint8Array())
      const restored = await bringBack(service, { part, ...read, blob })
      log('restore done', { database, ...restored })
      return restored
    })
  } catch (thrown) {
    throw thrown instanceof NoStoreIn ? damaged(thrown.damage, thrown.message) : thrown
  }
}

function damaged(damage: Damage, because: string): Problem {
  return new Problem(409, 'copy', because, {}, { damage })
}

async function* chunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

async function bringBack(service: Service, source: Source): Promise<Restored> {
  await bringBlobs(service, source)
  const epoch = service.defects.has('H3') ? 'keep' : 'renew'
  return await service.store.transact((transaction) => replace(transaction, source, epoch))
}

/** Before the rows that name them, so that no photo is ever without its bytes; verified once more on the way. */
async function bringBlobs({ blobs }: Service, source: Source): Promise<void> {
  for (const sha256 of blobsOf(source.content)) {
    const outcome = await blobs.put(sha256, await source.blob(sha256))
    if (outcome === 'other digest') throw new Problem(409, 'copy', `blob ${sha256} changed while it was restored`)
  }
}

async function replace(
  { accounts, parts, state }: Transaction,
  { part, content, accounts: missing }: Source,
  epoch: 'renew' | 'keep',
): Promise<Restored> {
  for (const account of missing) {
    // An account that exists keeps its password.
    if (!(await accounts.find(account.user))) await accounts.add(account)
  }
  await parts.replace(part, content)
  const { rows, versions } = await parts.read(part)
  if (!isDeepStrictEqual({ rows, versions }, { rows: content.rows, versions: content.versions })) {
    throw new StoreUnreadable('what was restored reads back otherwise than it was written; nothing was changed')
  }
  const live = rows.filter(({ body }) => body !== undefined).length
  const now = epoch === 'renew' ? await state.renewEpoch() : await state.epoch()
  return { rows: live, tombstones: rows.length - live, epoch: now }
}
