/** The port to photo bytes: named by their SHA-256, written whole or not at all, never changed, never deleted. */

export interface StoredBlob {
  readonly bytes: number
  readonly stream: ReadableStream
}

export type PutOutcome = 'new' | 'known' | 'other digest'

export interface Blobs {
  /** Durable when answered. A known blob is written again: should its bytes have been damaged, this repairs them. */
  put(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<PutOutcome>
  has(sha256: string): Promise<boolean>
  get(sha256: string): Promise<StoredBlob | undefined>
}
