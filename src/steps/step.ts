/**
 * The port of steps: what a drill file says that is to happen. Each is a file with all that there is to know of it: how
 * it is checked and described, what it may take away, and how it runs. Nothing happens before a conductor walks a plan.
 */

import type { Injury } from '../faults/index.ts'
import type { Act, Intent, SideEffect } from '../ledger/index.ts'
import type { Plain } from '../records/index.ts'
import type { Capability } from '../runtime/index.ts'
import type { Ability, Command, Handle, Service, Topology } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import type { Names } from './names.ts'
import type { Planning } from './planning.ts'
import type { StepEnd } from './step-end.ts'

export type { StepEnd } from './step-end.ts'

/** Something that happens in a drill: `work(...)`, `inject(...)`, `restore(...)` and so on make one. */
export interface Step {
  readonly is: 'step'
  /** The name of its function in a drill file: `work`, `inject`, `restore`. */
  readonly name: string
  /** Whether the step itself may take data away. One that takes nothing is never blamed for what is gone. */
  readonly takes: boolean
  /** It may stand in `given`: nobody need have signed in. */
  readonly preparesData?: true
  /** Paths that it reads, from where the drill file stands: they must be there before anything starts. */
  readonly reads?: readonly string[]
  readonly sideEffects?: readonly SideEffect[]
  readonly on?: readonly Handle[]
  /** What a runtime must be able to do, besides what its injury needs. */
  readonly needs?: readonly Capability[]
  /** Commands of somebody's own that it runs: their programs are looked for before anything starts. */
  readonly commands?: readonly Command[]
  /** The runtime must know how to start it, before anything starts. */
  readonly starts?: { readonly service: Service; readonly version: string }
  readonly injury?: Injury
  /** Somebody else carries it out, and may take that long: limits do not count it. */
  readonly asks?: { readonly what: string; readonly withinMs: number }
  /** The step that goes on while others happen, that is interrupted, or that is done before a gate is answered. */
  readonly ongoing?: Step
  /** Drill milliseconds that it takes, where that is known: others can run at a point of it. */
  readonly lastsMs?: number
  /** It only says when the step inside is taken. */
  readonly point?: Point
  /** Its arguments with names in the place of handles, without the steps inside: each has a description of its own. */
  describe(names: Names): readonly Plain[]
  /** Throws a usage `Failure` that names the field, what was expected, and what came. */
  check?(place: Place): void
  inside?(): readonly Inside[]
  readonly plan?: (planning: Planning) => readonly Intent[]
  run(stage: Stage, own: CompiledStep, walk: Walk): Promise<StepEnd>
  /** Once what broke into it has been healed. */
  lookAgain?(stage: Stage, own: CompiledStep): Promise<void>
}

/** `false` is left out, so that `arm.gated && gate(…)` reads as it should. */
export type Steps = readonly (Step | Steps | false)[]

/** A step, and the handle of the copy that it makes. */
export interface Copy<A extends Ability = Ability> extends Step {
  readonly can: readonly A[]
}

/** What of an ongoing step must have gone by. */
export type Point = { readonly ms: number } | { readonly fraction: number }

export type Branch = 'go' | 'stop'

/** Steps inside another one, and at which answer of a gate they are taken. */
export interface Inside {
  readonly branch?: Branch
  readonly steps: Steps
}

/** Where a step stands in its drill. */
export interface Place {
  readonly act: Act
  /** The step that it stands in, if it does. */
  readonly within: Step | undefined
  /** All that begin before it, in the order of the drill. */
  readonly earlier: readonly Step[]
  readonly topology: Topology
}

/** A step with its number and its name, as a conductor walks it. */
export interface CompiledStep {
  /** `disaster.2`, and for steps inside others `disaster.2.1`; the ongoing step of `during` is `disaster.2.0`. */
  readonly id: string
  readonly act: Act
  readonly label: string
  /** Names its stream of random numbers: by what it is, never by its place, so that arms share their edits. */
  readonly key: string
  readonly step: Step
  /** Inside a gate: at which answer it is taken. */
  readonly branch?: Branch
  /** Steps inside, in order: of `during`, `at`, `gate` (both branches) and `repeat` (each round spelled out). */
  readonly children: readonly CompiledStep[]
  /** The step that goes on, of `during` and `interrupt`, or that a gate begins with. */
  readonly ongoing?: CompiledStep
  /** Planned edits, of `work`. */
  readonly intents: readonly Intent[]
}

/** How steps inside are taken: each is begun and ended in the ledger. */
export interface Walk {
  readonly walk: (steps: readonly CompiledStep[]) => Promise<void>
  readonly take: (step: CompiledStep, beside?: Beside) => Promise<void>
  /** What runs beside this step: told how far it is, at its end too. */
  readonly beside?: Beside
}

export type Beside = (afterMs: number, fraction: number) => Promise<void>
