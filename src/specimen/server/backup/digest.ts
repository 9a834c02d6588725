/** The digest of a file, computed from its bytes on the disk, and optionally of a copy made on the way. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

export interface Digest {
  readonly bytes: number
  readonly sha256: string
}

export async function digestFile(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.byteLength
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Copies and syncs; the digest is of exactly the bytes that were written. */
export async function copyFileDigested(from: string, to: string): Promise<Digest> {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(to, 'wx')
  try {
    for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.byteLength
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}
