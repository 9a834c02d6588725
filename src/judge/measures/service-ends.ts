/**
 * What became of each service: ends that nobody asked for, and whether it still ran when the audit began, or when the
 * run was broken off before that.
 */

import type { History, ServiceEvent } from '../../history/index.ts'
import type { ServiceJudged } from '../judgement.ts'
import { exitInWords } from '../words/words.ts'

export function servicesOf(history: History): readonly ServiceJudged[] {
  const closing = history.end?.at ?? Infinity
  const audit = Math.min(history.phases.get('audit')?.begin ?? Infinity, history.playedUntil, closing)
  return [...Map.groupBy(history.services, ({ service }) => service)].flatMap(([service, events]) => {
    const ends = events.filter(({ state, at }) => state === 'failed' && at < closing)
    const atEnd = stateOf(events.findLast(({ at }) => at < audit))
    const startedAgain = events.filter(({ by, at }) => by === 'supervisor' && at < closing).length
    const gaveUp = events.findLast(({ state, at }) => state === 'given up' && at < closing)?.because
    if (ends.length === 0 && startedAgain === 0 && atEnd === 'running') return []
    const said = ends.map(({ at, ms, before, exit, because, tail }) => ({
      at,
      ms,
      because: exit ? exitInWords(exit) : (because ?? 'nobody knows how'),
      tail,
      ...(before !== 'up' && { isStart: true as const }),
    }))
    return [{ service, ends: said, startedAgain, ...(gaveUp !== undefined && { gaveUp }), atEnd }]
  })
}

function stateOf(last: ServiceEvent | undefined): ServiceJudged['atEnd'] {
  if (last?.state === 'paused') return 'paused'
  return last?.state === 'started' || last?.state === 'resumed' || last?.state === 'replaced'
    ? 'running'
    : 'not running'
}
