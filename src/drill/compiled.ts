/** One arm of a drill, compiled: every name resolved, every edit planned, every step numbered, nothing started. */

import type { Injury } from '../faults/index.ts'
import type { Roster } from '../fleet/index.ts'
import type { Act, ExpectationEntry, Intent, Plan } from '../ledger/index.ts'
import type { Plain, Policies } from '../records/index.ts'
import type { Capability } from '../runtime/index.ts'
import type { Topology } from '../site/index.ts'
import type { limitsOf } from './plan.ts'
import type { Step, StepDetails } from './step.ts'

export interface CompiledStep {
  /** `disaster.2`, and for steps inside others `disaster.2.1`; the ongoing step of `during` is `disaster.2.0`. */
  readonly id: string
  readonly act: Act
  readonly label: string
  /**
   * Names the step's stream of random numbers: its value and how many equal ones came before, never its position, so
   * that a step that is left out does not reshuffle the rest, and arms share their edits.
   */
  readonly key: string
  readonly step: Step
  readonly details: StepDetails
  /** Inside a gate: at which answer it is taken. */
  readonly branch?: Branch
  /** Steps inside, in order: of `during`, `at`, `gate` (both branches) and `repeat` (each round spelled out). */
  readonly children: readonly CompiledStep[]
  /** The step that goes on, of `during` and `interrupt`, or that a gate begins with. */
  readonly ongoing?: CompiledStep
  /** Planned edits, of `work`. */
  readonly intents: readonly Intent[]
}

export type Branch = 'go' | 'stop'

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
  readonly policies: Policies
  readonly expectation: ExpectationEntry
  readonly needs: readonly Capability[]
  readonly limits: ReturnType<typeof limitsOf>
  readonly plan: Plan
  readonly planHash: string
  /** What an injury is on, by name: `san`, `phones.some(25%)`. */
  readonly nameOf: (target: Injury['on'][number]) => string
}
