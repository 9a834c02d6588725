/** One arm of a drill, compiled: every name resolved, every edit planned, every step numbered, nothing started. */

import type { Injury } from '../faults/index.ts'
import type { Roster } from '../fleet/index.ts'
import type { Act, ExpectationEntry, Plan } from '../ledger/index.ts'
import type { Collection, Plain } from '../records/index.ts'
import type { Capability } from '../runtime/index.ts'
import type { Command, Topology } from '../site/index.ts'
import type { CompiledStep } from '../steps/step.ts'
import type { limitsOf } from './plan.ts'

export interface CompiledPromise {
  readonly promise: string
  readonly claim: string
  readonly terms: Plain
  /** By the drill; others are judged always. */
  readonly listed: boolean
  readonly waived: boolean
}

export interface CompiledDrill {
  readonly file: string
  readonly name: string
  readonly title: string
  readonly story: string
  readonly sources: readonly string[]
  readonly arm: string
  readonly row: Readonly<Record<string, Plain>>
  readonly seed: number
  readonly topology: Topology
  readonly roster: Roster
  readonly acts: Readonly<Record<Act, readonly CompiledStep[]>>
  /** The step whose first injury, or itself, is the strike. */
  readonly strike: string
  readonly promises: readonly CompiledPromise[]
  /** What the clients of the site carry. */
  readonly collections: readonly Collection[]
  readonly expectation: ExpectationEntry
  readonly needs: readonly Capability[]
  /** Commands of somebody's own, and who runs them: `disaster.2 run(./dump.sh)`. */
  readonly commands: readonly { readonly by: string; readonly command: Command }[]
  readonly limits: ReturnType<typeof limitsOf>
  readonly plan: Plan
  readonly planHash: string
  /** What an injury is on, by name: `san`, `phones.some(25%)`. */
  readonly nameOf: (target: Injury['on'][number]) => string
}
