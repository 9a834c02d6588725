/** Every kind of cause, with what it means. */

import { MEANING as beforeTheStrike } from './before-the-strike.ts'
import type { CauseKind } from './cause.ts'
import { MEANING as conflict } from './conflict.ts'
import { MEANING as deleteIgnored } from './delete-ignored.ts'
import { MEANING as failedStep } from './failed-step.ts'
import { MEANING as injury } from './injury.ts'
import { MEANING as serviceEnded } from './service-ended.ts'
import { MEANING as step } from './step.ts'
import { MEANING as theService } from './the-service.ts'

export const CAUSES: Readonly<Record<CauseKind, string>> = {
  injury,
  step,
  'failed step': failedStep,
  'service ended': serviceEnded,
  conflict,
  'delete ignored': deleteIgnored,
  'before anything struck': beforeTheStrike,
  'the service itself': theService,
}
