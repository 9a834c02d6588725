/** What a promise is: a claim that can be read aloud, what can refute it, and how it is examined. */

import type { History } from '../../history/index.ts'
import type { Plain } from '../../records/index.ts'
import type { Assessed } from '../assess.ts'
import type { Finding } from '../judgement.ts'

/** As a drill lists it; `F` is what can refute it. */
export interface Claim<F extends string = string> {
  readonly claim: string
  readonly findings: readonly F[]
  /** The name of its function: `nothingAcknowledgedIsLost`. */
  readonly promise: string
  /** Its arguments as plain values, durations in milliseconds. */
  readonly terms: Plain
}

export interface Examined {
  readonly findings: readonly Finding[]
  /** How many records, collections or copies it was asked about; none is inconclusive. */
  readonly evaluated: number
  readonly unproven?: string
}

/** Pure; one pass over what the promise is about. */
export type Examine = (history: History, assessed: Assessed, terms: Plain) => Examined
