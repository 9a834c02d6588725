/** Photo bytes in files named by their SHA-256: written whole or not at all, never changed, never deleted. */

import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, mkdirSync, rmSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { syncPath } from './durable.ts'
import type { Blobs, PutOutcome, StoredBlob } from '../blobs.ts'
import { StoreUnreadable } from '../store.ts'

export class FolderBlobs implements Blobs {
  readonly folder: string
  readonly #incoming: string

  /** Both folders must be on one file system, or a blob could not be moved in whole. */
  constructor({ folder, incoming }: { readonly folder: string; readonly incoming: string }) {
    this.folder = folder
    this.#incoming = incoming
    mkdirSync(folder, { recursive: true })
    // What an upload left that was under way when the process was killed.
    rmSync(incoming, { recursive: true, force: true })
    mkdirSync(incoming, { recursive: true })
  }

  pathOf(sha256: string): string {
    return join(this.folder, sha256)
  }

  /** A known blob is written again: should its file have been damaged, this repairs it. */
  async put(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<PutOutcome> {
    const unfinished = join(this.#incoming, randomUUID())
    try {
      const received = await receive(unfinished, bytes)
      if (received !== sha256) return 'other digest'
      const known = await this.has(sha256)
      await rename(unfinished, this.pathOf(sha256))
      await syncPath(this.folder)
      return known ? 'known' : 'new'
    } finally {
      await rm(unfinished, { force: true })
    }
  }

  async has(sha256: string): Promise<boolean> {
    return (await sizeOf(this.pathOf(sha256))) !== undefined
  }

  async get(sha256: string): Promise<StoredBlob | undefined> {
    const bytes = await sizeOf(this.pathOf(sha256))
    if (bytes === undefined) return undefined
    // Node's own stream of bytes; the global type of the same name describes the same class.
    const stream = Readable.toWeb(createReadStream(this.pathOf(sha256))) as ReadableStream
    return { bytes, stream }
  }
}

/** The digest of what was written and synced. */
async function receive(path: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for await (const chunk of bytes) {
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
    throw new StoreUnreadable(`'${path}' cannot be read`, { cause: thrown })
  }
}
