/** The cause `delete ignored`: what it means, and what brought back a row that had been deleted. */

import type { Version } from '../../history/index.ts'
import { isCovering, type RecordCase } from '../record-case.ts'
import type { Cause } from './cause.ts'
import { causeIn, injuryBetween } from './injury.ts'
import { causeOfStep, stepBetween } from './step.ts'
import { theServiceItself } from './the-service.ts'

export const MEANING =
  'The service acknowledged a delete, and no read ever found it carried out: the first read of the server that came ' +
  'afterwards still showed the row, and so did all others. It is named before any fault that lies between two reads, ' +
  'for a fault brings back nothing that had not gone; a step or damage that put an older state in its place by then ' +
  'is named instead.'

/** Between two positions: after the first the row may have come back, and at the second it was there. */
interface Return {
  readonly from: number
  readonly until: number
  /** Some read of the server in between the delete and the return did not show the row. */
  readonly wasGone: boolean
}

/** Only what came between the last read that did not show the row and the first one after it that did. */
export function causeOfReturn(its: RecordCase, deleted: Version): Cause {
  const { history } = its
  const { from, until, wasGone } = returnOf(its, deleted)
  const step = stepBetween(history, from, until)
  if (step) return causeOfStep(history, step)
  const injury = injuryBetween(history, from, until)
  if (injury && (wasGone || injury.kind === 'damage')) return { ...causeIn(injury), at: injury.from }
  if (!wasGone) return { kind: 'delete ignored', by: 'delete ignored', at: from }
  return theServiceItself(history, from, until)
}

function returnOf(its: RecordCase, deleted: Version): Return {
  const acked = deleted.acked?.at ?? deleted.at
  const runs = its.shownIn(its.versions.filter((one) => one.isSeenBy(deleted)))
  const isShown = (place: number) => runs.some(({ from, to }) => from <= place && place <= to)
  const later = its.looks.flatMap((look, place) =>
    look.at > acked && look.state !== 'open' ? [{ look, isThere: isShown(place) }] : [],
  )
  const isGone = ({ look, isThere }: (typeof later)[number]) => !isThere && isCovering(look, its.collection)
  const gone = later.findLastIndex((one, place) => isGone(one) && later.slice(place).some(({ isThere }) => isThere))
  const back = later.slice(gone + 1).find(({ isThere }) => isThere)
  // Where the server does not show it at all, somebody else does, and nobody knows since when.
  if (!back) return { from: acked, until: Infinity, wasGone: true }
  return { from: later[gone]?.look.at ?? acked, until: back.look.at, wasGone: gone >= 0 }
}
