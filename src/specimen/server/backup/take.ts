/**
 * Takes a copy while the service runs. Database and blobs are of one moment: the database is copied in one read
 * transaction, and a blob is there before its photo is recorded, never changes and is never deleted.
 */

import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { CLASSES } from '../classes.ts'
import { blobOf } from '../records/body.ts'
import type { Service } from '../service.ts'
import { syncPath } from '../store/durable.ts'
import { SqliteStore } from '../store/sqlite.ts'
import { StoreUnreadable, type PartContent } from '../store/store.ts'
import { copyFileDigested, digestFile } from './digest.ts'
import { BLOB_FOLDER, DATABASE_FILE, MANIFEST_FILE, writeManifest, type FileDigest } from './manifest.ts'
import type { Copy, Shelf } from './shelf.ts'

export async function takeCopy(service: Service, shelf: Shelf, keep: number | undefined): Promise<Copy> {
  return await shelf.turns.take(async () => {
    const taken = new Date()
    service.log('backup began', { to: shelf.folder })
    const copy = await shelf.add(taken, (folder, name) => fill(service, folder, { name, taken }))
    if (keep !== undefined) await shelf.keepNewest(keep)
    service.log('backup done', { ...copy })
    return copy
  })
}

async function fill(service: Service, folder: string, { name, taken }: { name: string; taken: Date }): Promise<void> {
  const database = join(folder, DATABASE_FILE)
  await service.store.copyTo(database, { tombstones: service.defects.has('D1') ? 'without' : 'with' })
  const { content, ...facts } = await readCopy(database)
  const files: FileDigest[] = [{ path: DATABASE_FILE, ...(await digestFile(database)) }]
  files.push(...(await copyBlobs(service, folder, blobsOf(content))))
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const manifest = writeManifest({ version: 1, copy: name, taken: taken.toISOString(), ...facts, bytes, files })
  await using file = await open(join(folder, MANIFEST_FILE), 'wx')
  await file.writeFile(manifest)
  await file.sync()
}

/** The facts of a copy come from the copy itself, not from the store that has gone on meanwhile. */
async function readCopy(path: string) {
  const copy = SqliteStore.open(path, { mode: 'read' })
  try {
    return await copy.transact(async ({ parts, records, state }) => ({
      content: await parts.read({ classes: CLASSES }),
      classes: await records.liveCounts(),
      sequence: await state.sequence(),
      epoch: await state.epoch(),
    }))
  } finally {
    await copy.close()
  }
}

/** Digests of the blobs that the photos of a copy name. */
export function blobsOf({ rows }: PartContent): readonly string[] {
  const named = rows.flatMap((row) =>
    row.class === 'photos' && row.body !== undefined ? (blobOf(row.body) ?? []) : [],
  )
  return [...new Set(named)].toSorted()
}

async function copyBlobs(service: Service, folder: string, blobs: readonly string[]): Promise<readonly FileDigest[]> {
  await mkdir(join(folder, BLOB_FOLDER))
  const files: FileDigest[] = []
  for (const [index, sha256] of blobs.entries()) {
    if (index === Math.floor(blobs.length / 2)) service.log('backup half done', { blobs: index, of: blobs.length })
    const path = join(BLOB_FOLDER, sha256)
    const digest = await copyFileDigested(service.blobs.pathOf(sha256), join(folder, path)).catch((thrown: unknown) => {
      throw new StoreUnreadable(`blob ${sha256} cannot be copied`, { cause: thrown })
    })
    // A copy of damaged bytes would only be found out when it is needed.
    if (digest.sha256 !== sha256) throw new StoreUnreadable(`blob ${sha256} is damaged: its bytes are ${digest.sha256}`)
    files.push({ path, ...digest })
  }
  if (blobs.length === 0) service.log('backup half done', { blobs: 0, of: 0 })
  await syncPath(join(folder, BLOB_FOLDER))
  return files
}
