/**
 * Brings classes, of all accounts or of some, back from a copy into the running store: in one transaction, read back
 * and compared before it is committed. Ids and etags stay as they were; the epoch changes, so that no device goes on
 * with a cursor that counts rows which are gone.
 */

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { CLASSES } from '../classes.ts'
import { Problem } from '../problem.ts'
import type { Service } from '../service.ts'
import type { Version } from '../store/formats.ts'
import { SqliteStore } from '../store/sqlite.ts'
import { StoreUnreadable, type Account, type Part, type PartContent, type Transaction } from '../store/store.ts'
import { BLOB_FOLDER, DATABASE_FILE } from './manifest.ts'
import type { Shelf } from './shelf.ts'
import { blobsOf } from './take.ts'
import { verifyCopy } from './verify.ts'

export interface Restored {
  /** Live rows. */
  readonly rows: number
  readonly tombstones: number
  readonly epoch: string
}

export interface Wish {
  readonly copy: string
  readonly classes?: Part['classes'] | undefined
  readonly users?: Part['users']
}

export async function restoreCopy(service: Service, shelf: Shelf, { copy, classes, users }: Wish): Promise<Restored> {
  return await shelf.turns.take(async () => {
    const folder = await shelf.pathOf(copy)
    const part: Part = { classes: classes ?? CLASSES, users }
    service.log('restore began', { copy, ...part })
    const { sound, because, damage = 'unusable' } = await verifyCopy(folder, service.version)
    if (!sound) throw new Problem(409, 'copy', because, {}, { damage })
    service.log('restore verified', { copy, because })
    const { content, accounts } = await readPart(join(folder, DATABASE_FILE), part, service.version)
    await bringBlobs(service, join(folder, BLOB_FOLDER), blobsOf(content))
    const restored = await service.store.transact((transaction) =>
      replace(transaction, part, content, accounts, service.defects.has('H3') ? 'keep' : 'renew'),
    )
    service.log('restore done', { copy, ...restored })
    return restored
  })
}

async function readPart(path: string, part: Part, version: Version) {
  const copy = SqliteStore.open(path, { mode: 'read', version })
  try {
    return await copy.transact(async (from) => ({
      content: await from.parts.read(part),
      accounts: (await from.accounts.all()).filter(({ user }) => part.users?.includes(user) ?? true),
    }))
  } finally {
    await copy.close()
  }
}

/** Before the rows that name them, so that no photo is ever without its bytes; verified once more on the way. */
async function bringBlobs({ blobs }: Service, folder: string, named: readonly string[]): Promise<void> {
  for (const sha256 of named) {
    const bytes = createReadStream(join(folder, sha256)) as AsyncIterable<Buffer>
    const outcome = await blobs.put(sha256, bytes)
    if (outcome === 'other digest') throw new Problem(409, 'copy', `blob ${sha256} changed while it was restored`)
  }
}

async function replace(
  { accounts, parts, state }: Transaction,
  part: Part,
  content: PartContent,
  missing: readonly Account[],
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
