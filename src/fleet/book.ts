/**
 * What the harness remembers of every version that its devices made: what its editor had seen, what it should look
 * like, and how the bytes of a photo are made again. Never asked of the system under test.
 */

import type { Row } from '../clients/index.ts'
import type { RowEntry } from '../ledger/index.ts'
import {
  blobNameOf,
  bytesOf,
  decode,
  fingerprint,
  join,
  settled,
  type BlobSource,
  type Collection,
  type CollectionName,
  type Token,
  type VersionVector,
} from '../records/index.ts'

export interface Known {
  readonly record: string
  readonly collection: CollectionName
  readonly saw: VersionVector
  /** Undefined for a delete. */
  readonly hash?: string
  readonly fields: Readonly<Record<string, string>>
}

export class Book {
  readonly #versions = new Map<Token, Known>()
  /** Versions of a record that first wrote a field's value, by record, field and hash. */
  readonly #origins = new Map<string, Token>()
  readonly #ops = new Map<Token, string>()
  readonly #attempts = new Map<string, number>()
  readonly #blobs = new Map<string, BlobSource>()

  enter(token: Token, op: string, known: Known): void {
    this.#ops.set(token, op)
    this.#versions.set(token, known)
    for (const [name, hash] of Object.entries(known.fields)) {
      const origin = `${known.record}/${name}/${hash}`
      if (!this.#origins.has(origin)) this.#origins.set(origin, token)
    }
  }

  get(token: Token): Known | undefined {
    return this.#versions.get(token)
  }

  /** The operation that made a version. */
  opOf(token: Token | undefined): string | undefined {
    return token === undefined ? undefined : this.#ops.get(token)
  }

  /** Attempts of an operation are counted for the whole run, whoever makes them. */
  nextAttempt(op: string): number {
    const attempt = (this.#attempts.get(op) ?? 0) + 1
    this.#attempts.set(op, attempt)
    return attempt
  }

  keepBlob(sha256: string, source: BlobSource): void {
    this.#blobs.set(sha256, source)
  }

  /** The bytes that a photo's payload names, when they were ours. */
  bytesFor(body: string): Uint8Array | undefined {
    const named = blobNameOf(decode(body)?.fields ?? {})
    const source = named && this.#blobs.get(named.sha256)
    return source && bytesOf(source)
  }

  /** What its editor had seen; of a merged row, what the editors of its fields had seen. Undefined for a stranger's. */
  seenBy(row: RowEntry): VersionVector | undefined {
    const known = row.version === undefined ? undefined : this.#versions.get(row.version)
    if (!known || known.hash === row.hash) return known?.saw
    const origins = Object.entries(row.fields ?? {}).flatMap(([name, hash]) => {
      const token = this.#origins.get(`${row.record}/${name}/${hash}`)
      const saw = token === undefined ? undefined : this.#versions.get(token)?.saw
      return saw ? [saw] : []
    })
    return join(known.saw, ...origins)
  }
}

/** What a collection says of how its rows are compared. */
type Comparing = Pick<Collection, 'mayChange' | 'greatest'>

/** A row as the ledger tells it: never the payload, only what identifies it. */
export function rowEntryOf({ collection, id, body, blob }: Row, own: Comparing = {}): RowEntry {
  if (body === undefined) return { collection, id, deleted: true }
  const { record, version, hash, fields, blobMissing } = fingerprint(body, blob, (all) => settled(own, all))
  const score = own.greatest === undefined ? undefined : decode(body)?.fields[own.greatest]
  return {
    collection,
    id,
    hash,
    fields,
    ...(record !== undefined && { record }),
    ...(version !== undefined && { version }),
    ...(typeof score === 'number' && { score }),
    ...(blobMissing && { blobMissing }),
  }
}
