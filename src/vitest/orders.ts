/** What the Vitest side is told by whoever started it: seed, folder, runtime and the arms that are wanted. */

import type { Rehearse } from '../conductor/order.ts'
import { freshSeed, uniqueName, wallTime, type FailureClass } from '../kernel/index.ts'

export interface Orders {
  /** A whole number of at least 0: the same seed plans the same edits. */
  readonly seed: number
  /** What somebody asked for the run with; the seed is derived from it. */
  readonly challenge?: string
  /** Folder of all reports; `reports` where nobody says another. */
  readonly reports: string
  /** The run's name, the same for every drill of one invocation: time and a short unique part. */
  readonly run: string
  /** `embedded` or `containers`; without it the one that can run the drill here. */
  readonly runtime?: string
  /** Somebody decides before each step. */
  readonly rehearse?: Rehearse
  /** Only the arm of this name. */
  readonly arm?: string
  /** Only these arms of these drill files, by absolute path: what falls to this machine of a sharded run. */
  readonly arms?: Readonly<Record<string, readonly string[]>>
}

/** Whether an arm of this drill file, an absolute path, is to run. */
export function isOrdered({ arm: only, arms }: Pick<Orders, 'arm' | 'arms'>, file: string, arm: string): boolean {
  return (only === undefined || arm === only) && (arms?.[file]?.includes(arm) ?? arms === undefined)
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly syncdrill: Orders
  }
  interface TaskMeta {
    syncdrill?: ArmMeta
  }
}

/** Put on the test of an arm, for the reporter. */
export interface ArmMeta {
  readonly drill: string
  readonly file: string
  readonly arm: string
  /** Folder with the arm's ledger and result. */
  readonly folder: string
  /** Why there is no result, where its conductor said so. */
  failure?: { readonly class: FailureClass; readonly because: string }
}

export function ordersOf(asked: Partial<Orders>): Orders {
  return { seed: freshSeed(), reports: 'reports', run: freshRun(), ...asked }
}

/** `20261124T041022-afa7`. */
export function freshRun(): string {
  return `${wallTime().slice(0, 19).replaceAll(/[-:]/g, '')}-${uniqueName(2)}`
}
