/** A step of a drill: a plain value that says what is to happen. Nothing happens before a conductor walks the plan. */

import type { EngineBackup, Extractor } from '../backups/index.ts'
import type { Injury } from '../faults/index.ts'
import type { Devices, Programs } from '../fleet/index.ts'
import type { Claim } from '../judge/promises/index.ts'
import type { RecordClass } from '../records/index.ts'
import type { Ability, Link, Service, Volume } from '../site/index.ts'

export interface Step {
  /** The name of the function in the drill file that made it: `work`, `inject`, `restore`. */
  readonly step: string
  readonly details: StepDetails
}

/** `false` is left out, so that `arm.gated && gate(…)` reads as it should. */
export type Steps = readonly (Step | Steps | false)[]

/** A step, and the handle of the copy that it makes. */
export interface Copy<A extends Ability = Ability> extends Step {
  readonly can: readonly A[]
}

export type Pick = 'newest sound' | 'newest' | 'oldest'

/** What of an ongoing step must have gone by. */
export type Point = { readonly ms: number } | { readonly fraction: number }

/** Something that a service announces in its log. */
export interface Moment {
  readonly is: 'moment'
  readonly service: Service
  readonly milestone: string
}

/** What a gate asks; the answer is yes or no. */
export type Question =
  | { readonly is: 'question'; readonly asks: 'verifies'; readonly backup: EngineBackup }
  | {
      readonly is: 'question'
      readonly asks: 'canaryKeeps'
      readonly devices: Devices
      readonly work: Step
      readonly claims: readonly Claim[]
    }

/** What a conductor must know of each kind of step; `does` is the kind. */
export type StepDetails =
  | {
      readonly does: 'work'
      readonly edits: number
      readonly overMs: number | undefined
      readonly by: Devices | undefined
      readonly classes: readonly RecordClass[] | undefined
      readonly values: 'realistic' | 'hostile'
    }
  | { readonly does: 'timePasses'; readonly ms: number }
  /** `ongoing` is a step, or a fault that heals at the end. */
  | { readonly does: 'during'; readonly ongoing: Step | Injury; readonly steps: Steps }
  /** Inside `during`: not before this much of it has gone by. */
  | { readonly does: 'at'; readonly point: Point; readonly step: Step }
  | { readonly does: 'repeat'; readonly times: number; readonly steps: Steps }
  | { readonly does: 'inject'; readonly injury: Injury }
  | { readonly does: 'heal'; readonly fault: Injury }
  | { readonly does: 'takeBackup'; readonly backup: EngineBackup }
  | {
      readonly does: 'restore'
      readonly from: EngineBackup | Copy
      readonly pick: Pick
      readonly order: readonly RecordClass[] | undefined
      readonly accounts: Devices['accounts'] | undefined
    }
  | { readonly does: 'edgeRestore'; readonly devices: Devices; readonly order: readonly RecordClass[] | undefined }
  | { readonly does: 'salvage'; readonly volume: Volume; readonly extractor: Extractor }
  | { readonly does: 'replace'; readonly what: Service | Volume }
  | { readonly does: 'promote'; readonly standby: Service }
  | { readonly does: 'repoint'; readonly link: Link; readonly to: Service }
  | { readonly does: 'upgrade'; readonly service: Service; readonly to: string }
  | { readonly does: 'rollBack'; readonly service: Service }
  | { readonly does: 'interrupt'; readonly step: Step; readonly injury: Injury; readonly moment: Moment }
  | { readonly does: 'gate'; readonly question: Question; readonly go: Steps; readonly stop: Steps }
  | { readonly does: 'tell'; readonly programs: Programs; readonly word: string }
  | {
      readonly does: 'run'
      readonly argv: readonly string[]
      readonly inside: Service | undefined
      readonly atMostMs: number
    }

/** What goes wrong in this very step, if anything does. */
export function injuryIn(details: StepDetails): Injury | undefined {
  if (details.does === 'inject' || details.does === 'interrupt') return details.injury
  return details.does === 'during' && !('step' in details.ongoing) ? details.ongoing : undefined
}

/** The step that goes on while others happen, is interrupted, or is done before a gate is answered. */
export function ongoingIn(details: StepDetails): Step | undefined {
  if (details.does === 'interrupt') return details.step
  if (details.does === 'during' && 'step' in details.ongoing) return details.ongoing
  return details.does === 'gate' && details.question.asks === 'canaryKeeps' ? details.question.work : undefined
}
