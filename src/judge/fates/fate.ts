/** What is said of one record: its fate, and each acknowledged edit that is owed and not shown. */

import type { Version } from '../../history/index.ts'
import type { Cause } from '../causes/cause.ts'
import type { Fate, Loss as LossKind } from '../judgement.ts'
import type { RecordCase } from '../record-case.ts'

export interface Loss {
  readonly finding: LossKind
  readonly owed: Version
  readonly cause: Cause
  readonly because: string
}

export interface RecordFate {
  readonly its: RecordCase
  readonly acked: readonly Version[]
  /** Acknowledged edits that no acknowledged edit has seen. */
  readonly frontier: readonly Version[]
  readonly fate: Fate
  readonly losses: readonly Loss[]
  /** Its first edit is the one that a device makes after the storm. */
  readonly fresh: boolean
  /** It was there before the drill, and nobody has edited it: not counted in shares either. */
  readonly untouched: boolean
  /** Real time at which it was back, where it was gone for a while. */
  readonly backMs: number | undefined
  readonly wasGone: boolean
}
