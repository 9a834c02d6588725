/** What made something appear that should not be there twice. */

import type { Version } from '../../history/index.ts'
import type { RecordCase } from '../record-case.ts'
import type { Cause } from './cause.ts'
import { conflictOver } from './conflict.ts'
import { causeIn, faultWhileSent } from './injury.ts'
import { causeOfStep } from './step.ts'
import { theServiceItself } from './the-service.ts'

/** The fault that was on when a later attempt of the operation was sent. */
export function causeOfSurplus(its: RecordCase, version: Version): Cause {
  const { history } = its
  const fault = faultWhileSent(history, version)
  if (fault) return { ...causeIn(fault), at: fault.from }
  const at = version.sent.at(-1) ?? version.at
  const step = history.steps.findLast(({ from, until, takes }) => takes && from < at && until > at)
  return step ? causeOfStep(history, step) : (conflictOver(its, version) ?? theServiceItself(history, at, Infinity))
}
