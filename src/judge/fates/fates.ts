/** The fate of a record that was attempted: what the final reads show, held against what was acknowledged. */

import type { Version } from '../../history/index.ts'
import type { Finals } from '../finals.ts'
import type { Fate } from '../judgement.ts'
import { termIn } from '../terms.ts'
import { isCovering, type RecordCase } from '../record-case.ts'
import type { RecordFate } from './fate.ts'
import { lostByHandingOn } from './handed-on.ts'
import { lossesOf } from './losses.ts'

export function fateOf(its: RecordCase, finals: Finals): RecordFate {
  const { acked } = its
  const frontier = maximal(acked)
  const common = {
    its,
    acked,
    frontier,
    fresh: its.versions[0]?.fresh ?? false,
    untouched: its.history.isUntouched(its.record),
  }
  const calm = { losses: [], backMs: undefined, wasGone: false }
  if (acked.length === 0) return { ...common, ...calm, fate: 'indeterminate' }
  const view = finals.server.get(its.account)
  const isRead = view && (view.state === 'gone' || (view.state === 'complete' && !view.unread.has(its.collection)))
  if (!isRead) return { ...common, ...calm, fate: 'unverified' }
  const rows = its.rows.filter(
    ({ view: { party } }) =>
      party.kind === 'server' && party.account === its.account && finals.server.get(its.account) === view,
  )
  const losses = [...lossesOf(its, frontier, rows), ...lostByHandingOn(its, rows)]
  const gap = gapOf(its, frontier)
  const [worst] = losses
  if (worst) {
    const fate: Fate = worst.finding === 'field lost' ? 'conflict-dropped' : fateIn(worst.finding)
    return { ...common, losses, fate, backMs: undefined, wasGone: true }
  }
  const explainedOnly = frontier.some(({ change }) => change === 'put') && rows.length === 0
  const back: Fate = isLate(its, gap?.backMs) ? 'recovered-late' : 'recovered'
  const fate: Fate = explainedOnly ? 'indeterminate' : gap ? back : 'durable'
  return { ...common, losses, fate, backMs: gap?.backMs, wasGone: gap !== undefined }
}

/** What was gone before anything struck is lost all the same. */
function fateIn(finding: Exclude<RecordFate['losses'][number]['finding'], 'field lost'>): Fate {
  return finding === 'gone before the strike' ? 'lost' : finding
}

/** Back, and later after the strike than `recoveryTime` promises for its collection. */
function isLate({ history: { promised, strike }, collection }: RecordCase, backMs = 0): boolean {
  const terms = promised.find(({ promise, waived }) => promise === 'recoveryTime' && !waived)?.terms ?? {}
  const limit = termIn(terms, collection)
  return strike !== undefined && typeof limit === 'number' && backMs - strike.ms > limit
}

/** Acknowledged edits that no acknowledged edit has seen. Quadratic in the edits of one record, which are few. */
function maximal(acked: readonly Version[]): readonly Version[] {
  return acked.filter((one) => !acked.some((other) => other.place !== one.place && one.isSeenBy(other)))
}

/** Present at the end, and yet absent from an eligible read after it was known. */
function gapOf(its: RecordCase, frontier: readonly Version[]): { readonly backMs: number | undefined } | undefined {
  for (const put of frontier) {
    if (put.change !== 'put') continue
    const gap = lastAbsence(its, put, put.acked?.at ?? put.at)
    if (gap) return gap
  }
  return undefined
}

/** The last covering look after a position that did not show it, and when the next one was. */
function lastAbsence(
  its: RecordCase,
  put: Version,
  after: number,
): { readonly backMs: number | undefined } | undefined {
  const shown = its.shownIn(its.buildingOn(put))
  let backMs: number | undefined
  for (let place = its.looks.length - 1; place >= 0; place -= 1) {
    const look = its.looks[place]
    if (!look || look.at <= after) return undefined
    if (!isCovering(look, its.collection)) continue
    if (!shown.some(({ from, to }) => from <= place && place <= to)) return { backMs }
    backMs = look.ms
  }
  return undefined
}
