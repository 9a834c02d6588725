/** What a conductor is asked to do, and what it leaves behind: one arm of a drill, on one seed, in one folder. */

import { join } from 'node:path'
import type { FailureClass } from '../kernel/index.ts'
import type { Judgement } from '../judge/judgement.ts'
import type { ExpectationEntry, Phase } from '../ledger/index.ts'
import type { Tried } from '../check/index.ts'
import type { Plain } from '../records/index.ts'
import type { Costs, Sent } from '../runtime/index.ts'

/** Who decides: whoever listens at an address on loopback; or what was written down, by step, and `go on` otherwise. */
export type Rehearse =
  | { readonly url: string }
  | { readonly by: string; readonly decisions: Readonly<Record<string, readonly string[]>> }

export interface Order {
  /** Absolute path of the drill file. */
  readonly file: string
  readonly arm: string
  readonly seed: number
  /** What somebody asked for the run with; the seed is derived from it. */
  readonly challenge?: string
  /** The log of attempts at this drill, which is added to; none is kept without it. */
  readonly attempts?: string
  readonly run: string
  /** The arm's own folder in `reports/<drill>/<run>/`; made by the conductor, and empty before. */
  readonly folder: string
  /** A runtime by name; the best that answers when it is left out. */
  readonly runtime?: string
  /** Somebody decides before each step. */
  readonly rehearse?: Rehearse
  /** Only to try the adapters of its site; nothing of the drill happens. */
  readonly only?: 'check'
}

/** What came of an order to try adapters. */
export interface CheckResult {
  readonly arm: string
  readonly tried: readonly Tried[]
  readonly failures: ArmResult['failures']
  readonly runtime: string
  readonly because: string
}

export interface ArmResult {
  readonly arm: string
  readonly row: Readonly<Record<string, Plain>>
  readonly expected: ExpectationEntry
  readonly title: string
  readonly story: string
  readonly sources: readonly string[]
  readonly started: string
  readonly versions: Readonly<Record<string, string>>
  /** Absent when the run broke off before it could be judged. */
  readonly judgement?: Judgement
  /** What broke it off, and what was left behind. */
  readonly failures: readonly { readonly class: FailureClass; readonly because: string }[]
  /** In the order in which they ended; it is judged while it stops. */
  readonly phases: readonly { readonly phase: Phase | 'judge' | 'stop'; readonly ms: number }[]
  /** What went to a service that is somebody else's, and what is left there. */
  readonly sent?: Sent
  /** Of a run that broke off, without services. */
  readonly usage: Costs
  readonly tookMs: number
  readonly runtime: string
  readonly because: string
}

/** What a report says of an arm as its result has it, whoever judges it. */
export const measured = ({ tookMs: durationMs, phases, usage, failures, sent }: ArmResult) => ({
  durationMs,
  phases,
  usage,
  failures,
  ...(sent && { sent }),
})

export const ledgerOf = (folder: string): string => join(folder, 'ledger.jsonl')
export const resultOf = (folder: string): string => join(folder, 'arm.json')
export const logsOf = (folder: string): string => join(folder, 'logs')
