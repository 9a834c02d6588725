/** What took a version from the server: whatever happened between its last showing and the first read without it. */

import type { Version } from '../../history/index.ts'
import { isCovering, type RecordCase } from '../record-case.ts'
import { beforeTheStrike } from './before-the-strike.ts'
import type { Cause, Window } from './cause.ts'
import { conflictOver } from './conflict.ts'
import { failedAfter } from './failed-step.ts'
import { causeIn, injuryBetween } from './injury.ts'
import { endedBetween } from './service-ended.ts'
import { causeOfStep, stepBetween } from './step.ts'
import { theServiceItself } from './the-service.ts'

function windowOf(its: RecordCase, owed: Version): Window {
  const shown = its.lastShownAt(its.buildingOn(owed))
  const from = shown ?? owed.acked?.at ?? owed.at
  const absent = its.looks.find((look) => isCovering(look, its.collection) && look.at > from)
  return { owed, from, until: absent?.at ?? Infinity, neverShown: shown === undefined }
}

export function causeOfAbsence(its: RecordCase, owed: Version): Cause {
  return causeWithin(its, windowOf(its, owed))
}

/** The first of these that there was; no step that takes nothing is ever blamed. */
export function causeWithin(its: RecordCase, { owed, from, until, neverShown, isDamage }: Window): Cause {
  const { history } = its
  const failed = failedAfter(history, owed.acked?.at ?? owed.at, isDamage ? until : Infinity)
  if (failed) return failed
  const injury = injuryBetween(history, from, until)
  const ended = endedBetween(history, from, until)
  if (injury && (injury.kind === 'damage' || !ended || ended.at > (injury.injectedAt ?? 0))) return causeIn(injury)
  if (ended) return ended
  const step = stepBetween(history, from, until)
  // What nobody was shown may have been answered before an injury, and been heard of after it.
  const earlier = neverShown ? injuryBetween(history, owed.lastSent ?? owed.at, until) : undefined
  if (earlier && (earlier.kind === 'damage' || !step)) return causeIn(earlier)
  if (step) return causeOfStep(history, step)
  return conflictOver(its, owed) ?? beforeTheStrike(history, until) ?? theServiceItself(history, from, until)
}
