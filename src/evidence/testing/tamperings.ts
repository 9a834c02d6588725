/** Eighty ways to change a bundle, in ten families. Each must be found, and be called what it is. */

import type { Bundle } from '../bundle.ts'
import type { Change } from '../finding.ts'
import { ARCHIVES } from './tampered-archives.ts'
import { LEDGERS } from './tampered-ledgers.ts'
import { SAYINGS } from './tampered-sayings.ts'
import { SIGNATURES } from './tampered-signatures.ts'

export interface Tampering {
  /** What it must be called. */
  readonly family: Change
  readonly name: string
  /** From a bundle that holds, signed by the lab's key. */
  readonly forge: (bundle: Bundle) => Buffer
}

export const TAMPERINGS: readonly Tampering[] = [...LEDGERS, ...SAYINGS, ...SIGNATURES, ...ARCHIVES]
