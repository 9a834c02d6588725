/** Photo bytes as rows of a table, so that the process of the service keeps nothing itself. */

import { createHash } from 'node:crypto'
import type { Blobs, PutOutcome, StoredBlob } from '../blobs.ts'
import type { Queries } from '../queries/tables.ts'
import { Connections, SNAPSHOT } from './connections.ts'

const AT_ONCE = 4

/** On connections of its own: the order of commits does not concern what is named by its content. */
export class TableBlobs implements Blobs {
  readonly #connections: Connections

  constructor(url: string) {
    this.#connections = new Connections(url, { atMost: AT_ONCE })
  }

  async put(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<PutOutcome> {
    const received: Uint8Array[] = []
    for await (const chunk of bytes) received.push(chunk)
    const blob = { sha256, bytes: Buffer.concat(received) }
    if (createHash('sha256').update(blob.bytes).digest('hex') !== sha256) return 'other digest'
    return await this.#connections.transact('BEGIN', async (db) => {
      const known = await isIn(db, sha256)
      await db
        .insertInto('blobs')
        .values(blob)
        .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ bytes: blob.bytes }))
        .execute()
      return known ? 'known' : 'new'
    })
  }

  has(sha256: string): Promise<boolean> {
    return this.#connections.transact(SNAPSHOT, (db) => isIn(db, sha256))
  }

  async get(sha256: string): Promise<StoredBlob | undefined> {
    const bytes = await this.#connections.transact(SNAPSHOT, (db) => bytesIn(db, sha256))
    return bytes && { bytes: bytes.byteLength, stream: new Blob([new Uint8Array(bytes)]).stream() }
  }

  close(): Promise<void> {
    return this.#connections.close()
  }
}

export async function bytesIn(db: Queries, sha256: string): Promise<Uint8Array | undefined> {
  const found = await db.selectFrom('blobs').select('bytes').where('sha256', '=', sha256).executeTakeFirst()
  return found?.bytes
}

async function isIn(db: Queries, sha256: string): Promise<boolean> {
  const found = await db.selectFrom('blobs').select('sha256').where('sha256', '=', sha256).executeTakeFirst()
  return found !== undefined
}
