/** How something came out: a process that ended, two reads that are not alike. */

import type { CollectionName, Token } from '../records/index.ts'

/** How a process ended: by itself with a code, or by a signal; `outOfMemory` where the kernel or engine says so. */
export interface Exit {
  readonly code?: number
  readonly signal?: string
  readonly outOfMemory?: true
}

/** One record that two reads show differently; null where its side does not show the record. */
export interface Unlike {
  readonly collection: CollectionName
  readonly record: string
  readonly between: readonly [string, string]
  readonly shows: readonly [Token | null, Token | null]
}
