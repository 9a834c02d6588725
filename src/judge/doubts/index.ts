/** All doubts, in the order in which they are said: what did not happen as planned first. */

import type { History } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import { alreadyUnwell } from './already-unwell.ts'
import { brokenOff } from './broken-off.ts'
import { controlMissed } from './control-missed.ts'
import type { Doubt } from './doubt.ts'
import type { DoubtRule } from './rule.ts'
import { decidedOtherwise } from './decided-otherwise.ts'
import { editsRefused } from './edits-refused.ts'
import { environmentLost } from './environment-lost.ts'
import { ledgerChanged } from './ledger-changed.ts'
import { ledgerHasNoEnd } from './ledger-has-no-end.ts'
import { momentNeverCame } from './moment-never-came.ts'
import { noEffect } from './no-effect.ts'
import { notCarriedOut } from './not-carried-out.ts'
import { notHealed } from './not-healed.ts'
import { notInjected } from './not-injected.ts'
import { notQuiesced } from './not-quiesced.ts'
import { nothingToJudge } from './nothing-to-judge.ts'
import { promiseUnproven } from './promise-unproven.ts'
import { recordsNotRead } from './records-not-read.ts'
import { serverNotRead } from './server-not-read.ts'
import { serviceHangs } from './service-hangs.ts'
import { stepFailed } from './step-failed.ts'
import { vacuousUpgrade } from './vacuous-upgrade.ts'

export type { Doubt } from './doubt.ts'

export const DOUBTS: readonly DoubtRule[] = [
  ledgerChanged,
  serviceHangs,
  stepFailed,
  notCarriedOut,
  decidedOtherwise,
  ledgerHasNoEnd,
  environmentLost,
  brokenOff,
  notQuiesced,
  notInjected,
  notHealed,
  noEffect,
  momentNeverCame,
  vacuousUpgrade,
  serverNotRead,
  recordsNotRead,
  nothingToJudge,
  editsRefused,
  alreadyUnwell,
  promiseUnproven,
  controlMissed,
]

export function doubtsOf(history: History, assessed: Assessed): readonly Doubt[] {
  return DOUBTS.flatMap((rule) => rule.find(history, assessed).map((found) => doubt(rule, found)))
}

export function doubt({ kind, voids }: DoubtRule, found: Partial<Doubt>): Doubt {
  return { about: [], lines: [], voids, ...found, kind }
}

/** One sentence, without its full stop. */
export function doubtInWords(one: Doubt): string {
  return DOUBTS.find(({ kind }) => kind === one.kind)?.inWords(one) ?? one.kind
}
