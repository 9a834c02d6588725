/** What a conductor is asked to do, and what it leaves behind: one arm of a drill, on one seed, in one folder. */

import { join } from 'node:path'
import type { FailureClass } from '../kernel/index.ts'
import type { Judgement } from '../judge/judgement.ts'
import type { Phase } from '../ledger/index.ts'

export interface Order {
  /** Absolute path of the drill file. */
  readonly file: string
  readonly arm: string
  readonly seed: number
  readonly run: string
  /** The arm's own folder in `reports/<drill>/<run>/`; made by the conductor, and empty before. */
  readonly folder: string
  /** A runtime by name; the best that answers when it is left out. */
  readonly runtime?: string
}

export interface ArmResult {
  readonly arm: string
  readonly row: Readonly<Record<string, unknown>>
  /** Absent when the run broke off before it could be judged. */
  readonly judgement?: Judgement
  /** What broke it off, or what was left behind. */
  readonly failure?: { readonly class: FailureClass; readonly message: string }
  readonly phases: readonly { readonly phase: Phase | 'judge' | 'stop'; readonly ms: number }[]
  readonly tookMs: number
  /** What the reaper could not remove. */
  readonly left: readonly string[]
  readonly runtime: string
  readonly because: string
}

export const ledgerOf = (folder: string): string => join(folder, 'ledger.jsonl')
export const resultOf = (folder: string): string => join(folder, 'arm.json')
export const logsOf = (folder: string): string => join(folder, 'logs')
