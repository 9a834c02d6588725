/** A run that could not have failed. */

import type { History } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const nothingToJudge: DoubtRule = {
  kind: 'nothing to judge',
  voids: 'a pass',
  meaning:
    'The run could not have failed: a collection that a client carries was never edited, nothing was acknowledged ' +
    'before or during the disaster, no acknowledged record survived, every promise is waived, or, where a recovery ' +
    'point is promised, nobody edited between the newest copy and the strike.',
  find: (history, assessed) => reasons(history, assessed).map((because) => ({ because })),
  inWords: (doubt) => `nothing to judge${reason(doubt)}`,
}

function reasons(history: History, assessed: Assessed): readonly string[] {
  const { untried, wasAcked, sinceCopy } = attempts(history)
  const listed = history.promised.filter(({ waived }) => !waived)
  return [
    ...(history.promised.length > 0 && listed.length === 0 ? ['every promise is waived'] : []),
    ...(untried.length > 0 ? [`nobody edited ${untried.join(', ')}`] : []),
    ...(wasAcked ? [] : ['nothing was acknowledged before or during the disaster']),
    ...(assessed.totals.survived > 0 ? [] : ['no acknowledged record survived']),
    ...(sinceCopy ? [] : ['nobody edited between the newest copy and the strike']),
  ]
}

/** What was tried from the start of `before` to the end of `disaster`, fresh edits aside. */
function attempts({ versions, records, phases, plan, promised, strike, copies }: History) {
  const from = phases.get('before')?.begin ?? 0
  const until = phases.get('disaster')?.end ?? Infinity
  const point = promised.some(({ promise, waived }) => promise === 'recoveryPoint' && !waived)
  const struckAt = point && strike ? strike.at : undefined
  const newest = copies.findLast(({ claimed, at }) => claimed === 'ok' && at < (struckAt ?? 0))?.at ?? 0
  const tried = new Set<string>()
  let wasAcked = false
  let sinceCopy = struckAt === undefined
  for (let place = 1; place <= versions.count; place += 1) {
    const at = versions.at.get(place)
    if (at < from || at > until || versions.isFresh(place) || versions.sent.get(place) === 0) continue
    tried.add(records.collection(versions.record.get(place)) ?? '')
    const acked = versions.ackedAt.get(place)
    if (acked !== 0 && acked <= until) wasAcked = true
    if (struckAt !== undefined && at > newest && at < struckAt) sinceCopy = true
  }
  const carried = new Set(plan?.clients.flatMap(({ carries }) => carries) ?? [])
  return { untried: [...carried].filter((one) => !tried.has(one)), wasAcked, sinceCopy }
}
