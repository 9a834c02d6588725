/** What is said over the pipe between a volume of the harness and the attendant beside it: one JSON object a line. */

import type { Folder } from '../../folder.ts'

/** The methods of a folder that an attendant carries out, and one that only it has: to copy all of `/source`. */
export type Wish = 'list' | 'read' | 'overwrite' | 'truncate' | 'write' | 'delete' | 'clear' | 'fill'

export interface Request {
  readonly number: number
  readonly wish: Wish
  /** Arguments of the method; bytes as base64 under `base64`. */
  readonly with: readonly unknown[]
}

export interface Reply {
  readonly number: number
  readonly answer?: unknown
  /** The class of a failure of ours, or nothing. */
  readonly failed?: { readonly class?: string; readonly because: string }
}

interface Bytes {
  readonly base64: string
}

export type Listing = Awaited<ReturnType<Folder['list']>>

/** Bytes travel as text. */
export function packed(value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value
}

export function unpacked(value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'base64' in value
  return isBytes ? Buffer.from((value as Bytes).base64, 'base64') : value
}
