/**
 * Takes a copy while the service runs. Database and blobs are of one moment: the database is copied in one read
 * transaction, and a blob is there before its photo is recorded, never changes and is never deleted.
 */

import { mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CLASSES, type RecordClass } from '../classes.ts'
import { blobOf } from '../records/body.ts'
import type { Service } from '../service.ts'
import { syncPath } from '../store/sqlite/durable.ts'
import type { Version } from '../store/formats.ts'
import { SqliteStore } from '../store/sqlite/sqlite.ts'
import { StoreUnreadable, type PartContent } from '../store/store.ts'
import { copyFileDigested, digestFile } from './digest.ts'
import { BLOB_FOLDER, DATABASE_FILE, MANIFEST_FILE, readManifest, writeManifest, type FileDigest } from './manifest.ts'
import { ownBackupsOf } from './own.ts'
import type { Copy, Shelf } from './shelf.ts'

/** What a job may be told, wisely or not. */
export interface Job {
  /** Deletes all but the newest so many afterwards. */
  readonly keep?: number | undefined
  /** Classes that are left out. */
  readonly without?: readonly RecordClass[] | undefined
  /** Blobs are those of the copy before: what was added since is left for the next time. */
  readonly blobs?: 'of the copy before' | undefined
}

export async function takeCopy(service: Service, shelf: Shelf, job: Job): Promise<Copy> {
  return await shelf.turns.take(async () => {
    const taken = new Date()
    service.log('backup began', { to: shelf.folder })
    const before = job.blobs === undefined ? undefined : await blobsOfNewest(shelf)
    const copy = await shelf.add(taken, (folder, name) => fill(service, folder, { name, taken, before, ...job }))
    if (job.keep !== undefined) await shelf.keepNewest(job.keep)
    service.log('backup done', { ...copy })
    return copy
  })
}

interface Filling extends Job {
  readonly name: string
  readonly taken: Date
  /** Blobs of the copy before, where the job takes no others. */
  readonly before: ReadonlySet<string> | undefined
}

async function fill(service: Service, folder: string, { name, taken, without, before }: Filling): Promise<void> {
  const database = join(folder, DATABASE_FILE)
  await ownBackupsOf(service).store.copyTo(database, {
    tombstones: service.defects.has('D1') ? 'without' : 'with',
    without: without ?? [],
  })
  const { content, ...facts } = await readCopy(database, service.version)
  const blobs = blobsOf(content).filter((sha256) => before?.has(sha256) ?? true)
  const files: FileDigest[] = [{ path: DATABASE_FILE, ...(await digestFile(database)) }]
  files.push(...(await copyBlobs(service, folder, blobs)))
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const manifest = writeManifest({ version: 1, copy: name, taken: taken.toISOString(), ...facts, bytes, files })
  await using file = await open(join(folder, MANIFEST_FILE), 'wx')
  await file.writeFile(manifest)
  await file.sync()
}

/** The facts of a copy come from the copy itself, not from the store that has gone on meanwhile. */
async function readCopy(path: string, version: Version) {
  const copy = SqliteStore.open(path, { mode: 'read', version })
  try {
    return await copy.read(async ({ parts, records, state }) => ({
      content: await parts.read({ classes: CLASSES }),
      classes: await records.liveCounts(),
      sequence: await state.sequence(),
      epoch: await state.epoch(),
    }))
  } finally {
    await copy.close()
  }
}

async function blobsOfNewest(shelf: Shelf): Promise<ReadonlySet<string>> {
  const newest = (await shelf.list()).at(-1)
  if (!newest) return new Set()
  const manifest = await readManifest(join(await shelf.pathOf(newest.copy), MANIFEST_FILE))
  return new Set('damaged' in manifest ? [] : manifest.files.map(({ path }) => basename(path)))
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
    const digest = await copyFileDigested(ownBackupsOf(service).blobs.pathOf(sha256), join(folder, path)).catch(
      (thrown: unknown) => {
        throw new StoreUnreadable(`blob ${sha256} cannot be copied`, { cause: thrown })
      },
    )
    // A copy of damaged bytes would only be found out when it is needed.
    if (digest.sha256 !== sha256) throw new StoreUnreadable(`blob ${sha256} is damaged: its bytes are ${digest.sha256}`)
    files.push({ path, ...digest })
  }
  if (blobs.length === 0) service.log('backup half done', { blobs: 0, of: 0 })
  await syncPath(join(folder, BLOB_FOLDER))
  return files
}
