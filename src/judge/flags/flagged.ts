/** Something that is wrong besides losses, with the record that it is wrong with, if it is a record of this run. */

import type { Version } from '../../history/index.ts'
import type { CollectionName } from '../../records/index.ts'
import type { Cause } from '../causes/cause.ts'
import type { Flag } from '../judgement.ts'

export interface Flagged {
  readonly flag: Flag
  /** Its number in the history; 0 for a row of no record. */
  readonly place: number
  readonly record: string | undefined
  readonly collection: CollectionName | undefined
  /** The edit that it is about. */
  readonly version: Version | undefined
  readonly account: string
  readonly cause: Cause | undefined
  readonly because: string
  readonly lines: readonly number[]
  /** Of a device's one edit after the storm: not counted in shares. */
  readonly fresh: boolean
}
