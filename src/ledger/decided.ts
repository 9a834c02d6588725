/** What somebody decided who rehearses a plan, before a step was taken. */

import type { PlannedStep } from './planned.ts'

export const DECISIONS = ['go on', 'roll back', 'restore', 'stop'] as const

export type Decided = {
  readonly is: 'decision'
  /** The step that comes next, by its id; `the end` after the last. */
  readonly before: string
  readonly decision: (typeof DECISIONS)[number]
  /** A user's name; or what decided in his place: `--yes`, the path of `--decisions`. */
  readonly by: string
  /** Wall time as ISO text. */
  readonly time: string
  /** `roll back`, `restore`: the step that this adds to the plan. */
  readonly adds?: PlannedStep
}
