/** What made something appear that should not be there: twice, or again. */

import type { Version } from '../../history/index.ts'
import type { RecordCase } from '../record-case.ts'
import type { Cause } from './cause.ts'
import { conflictOver } from './conflict.ts'
import { causeIn } from './injury.ts'
import { causeOfStep } from './step.ts'
import { theServiceItself } from './the-service.ts'

/** The fault that was on when a later attempt of the operation was sent. */
export function causeOfSurplus(its: RecordCase, version: Version): Cause {
  const { history } = its
  for (const at of version.sent.toReversed()) {
    const fault = history.injuries.findLast(
      ({ injectedAt, until }) => injectedAt !== undefined && injectedAt < at && until > at,
    )
    if (fault) return { ...causeIn(fault), at: fault.from }
  }
  const at = version.sent.at(-1) ?? version.at
  const step = history.steps.findLast(({ from, until, takes }) => takes && from < at && until > at)
  return step ? causeOfStep(step) : (conflictOver(its, version) ?? theServiceItself(history, at, Infinity))
}

/** The happening before the server first showed again what had been deleted. */
export function causeOfReturn(its: RecordCase, deleted: Version): Cause {
  const { history } = its
  const since = deleted.acked?.at ?? deleted.at
  const before = its.versions.filter((one) => one.isSeenBy(deleted))
  const again = its
    .shownIn(before)
    .flatMap(({ from, to }) => its.looks.slice(from, to + 1))
    .find(({ at, state }) => state !== 'open' && at > since)
  const first = again?.at ?? Infinity
  const step = history.steps.findLast(({ from, takes, state }) => takes && state !== 'skipped' && from < first)
  if (step && step.until > since) return causeOfStep(step)
  const injury = history.injuries.findLast(({ injectedAt = Infinity }) => injectedAt < first && injectedAt > since)
  return injury ? { ...causeIn(injury), at: injury.from } : theServiceItself(history, since, first)
}
