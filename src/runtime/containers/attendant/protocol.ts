/** What is said over the pipe between a volume of the harness and the attendant beside it: one JSON object a line. */

import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Folder } from '../../folder.ts'

/** The quickest. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** The methods of a folder that an attendant carries out, and one that only it has: to copy all of `/source`. */
export type Wish = 'list' | 'read' | 'search' | 'overwrite' | 'truncate' | 'write' | 'delete' | 'clear' | 'fill'

export interface Request {
  readonly number: number
  readonly wish: Wish
  /** Arguments of the method. */
  readonly with: readonly unknown[]
}

export interface Reply {
  readonly number: number
  readonly answer?: unknown
  /** The class of a failure of ours, or nothing. */
  readonly failed?: { readonly class?: string; readonly because: string }
}

interface Bytes {
  readonly zstd: string
}

export type Listing = Awaited<ReturnType<Folder['list']>>

/** Bytes travel as text, compressed: whole pages of zeros are what a drill often has to say. */
export function packed(value: unknown): unknown {
  return value instanceof Uint8Array ? { zstd: zstdCompressSync(value, LEVEL).toString('base64') } : value
}

export function unpacked(value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'zstd' in value
  return isBytes ? zstdDecompressSync(Buffer.from((value as Bytes).zstd, 'base64')) : value
}
