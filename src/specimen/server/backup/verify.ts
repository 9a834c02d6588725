/** Whether a copy is what its manifest says: every file, every page, every count, every blob that a photo names. */

import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { CLASSES } from '../classes.ts'
import { reasonOf } from '../log.ts'
import type { Version } from '../store/formats.ts'
import { SqliteStore } from '../store/sqlite/sqlite.ts'
import { digestFile } from './digest.ts'
import { BLOB_FOLDER, DATABASE_FILE, MANIFEST_FILE, readManifest, type Manifest } from './manifest.ts'
import { blobsOf } from './take.ts'

/** `inconsistent`: of different moments; `empty`: a file that should hold something holds nothing. */
export type Damage = 'empty' | 'inconsistent' | 'unusable'

export interface Verification {
  readonly sound: boolean
  readonly because: string
  readonly damage?: Damage
}

interface Found {
  readonly damage: Damage
  readonly because: string
}

export async function verifyCopy(folder: string, version: Version): Promise<Verification> {
  const manifest = await readManifest(join(folder, MANIFEST_FILE))
  if ('damaged' in manifest) return { sound: false, damage: 'unusable', because: manifest.damaged }
  const damage = (await findWrongFile(folder, manifest)) ?? (await findWrongContent(folder, manifest, version))
  const counted = `${manifest.files.length} files and ${sum(manifest.classes)} rows are as the manifest says`
  return damage ? { sound: false, ...damage } : { sound: true, because: counted }
}

async function findWrongFile(folder: string, { files }: Manifest): Promise<Found | undefined> {
  for (const { path, bytes, sha256 } of files) {
    try {
      const found = await digestFile(join(folder, path))
      const damage = found.bytes === 0 ? 'empty' : 'unusable'
      if (found.bytes !== bytes) return { damage, because: `${path}: expected ${bytes} bytes, found ${found.bytes}` }
      if (found.sha256 !== sha256)
        return { damage, because: `${path}: expected digest ${sha256}, found ${found.sha256}` }
    } catch (thrown) {
      return { damage: 'unusable', because: `${path} cannot be read: ${reasonOf(thrown)}` }
    }
  }
  return undefined
}

/** Digests only prove that nothing changed since; these prove that it was a whole database then. */
async function findWrongContent(
  folder: string,
  { classes, files }: Manifest,
  version: Version,
): Promise<Found | undefined> {
  const unusable = (because: string): Found => ({ damage: 'unusable', because })
  try {
    const copy = SqliteStore.open(join(folder, DATABASE_FILE), { mode: 'read', version })
    try {
      const [damage] = await copy.findDamage()
      if (damage !== undefined) return unusable(`${DATABASE_FILE}: ${damage}`)
      return await copy.read(async ({ parts, records }) => {
        const counts = await records.liveCounts()
        if (!isDeepStrictEqual({ ...counts }, { ...classes }))
          return unusable(`expected rows ${show(classes)}, found ${show(counts)}`)
        const here = new Set(files.map(({ path }) => path))
        const missing = blobsOf(await parts.read({ classes: CLASSES })).find(
          (sha256) => !here.has(join(BLOB_FOLDER, sha256)),
        )
        if (missing === undefined) return undefined
        return { damage: 'inconsistent', because: `blob ${missing} is named by a photo and not in the copy` }
      })
    } finally {
      await copy.close()
    }
  } catch (thrown) {
    return unusable(reasonOf(thrown))
  }
}

function show(counts: Readonly<Record<string, number>>): string {
  return CLASSES.map((each) => `${counts[each] ?? 0} ${each}`).join(', ')
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
