/** What a copy says about itself, with a digest of each of its files and of the manifest's own content. */

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CLASSES } from '../classes.ts'
import { digestOf } from '../service.ts'

const FileDigest = z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() })

const Manifest = z.object({
  version: z.literal(1),
  copy: z.string(),
  taken: z.string(),
  sequence: z.int().nonnegative(),
  epoch: z.string(),
  bytes: z.int().nonnegative(),
  /** Live rows. */
  classes: z.record(z.enum(CLASSES), z.int().nonnegative()),
  files: z.array(FileDigest),
})

export type Manifest = z.infer<typeof Manifest>
export type FileDigest = z.infer<typeof FileDigest>

const Sealed = z.object({ manifest: z.unknown(), sha256: z.string() })

export const MANIFEST_FILE = 'manifest.json'
export const DATABASE_FILE = 'database.sqlite'
export const BLOB_FOLDER = 'blobs'

export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify({ manifest, sha256: digestOf(JSON.stringify(manifest)) }, undefined, 1)}\n`
}

export async function readManifest(path: string): Promise<Manifest | { readonly damaged: string }> {
  try {
    const { manifest, sha256 } = Sealed.parse(JSON.parse(await readFile(path, 'utf8')))
    if (digestOf(JSON.stringify(manifest)) !== sha256)
      return { damaged: `${MANIFEST_FILE}: its digest is not ${sha256}` }
    return Manifest.parse(manifest)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return { damaged: `${MANIFEST_FILE} cannot be read: ${reason.replaceAll(/\s+/g, ' ')}` }
  }
}
