/** Says when a step beside work is taken. */

import { fractionOf, inWords, msOf, type Duration, type Share } from '../kernel/index.ts'
import { demand } from './demand.ts'
import type { Point, Step } from './step.ts'

/**
 * Inside `during(work(...), [...])`: not before this much of the work has gone by, in drill time or as a share.
 * Refused elsewhere, and for a moment after the work ends.
 *
 * @example during(work({ edits: 100, over: '2h' }), [at('40min', takeBackup(nightly))])
 */
export function at(point: Duration | Share, step: Step): Step {
  const from = pointOf(point)
  return {
    is: 'step',
    name: 'at',
    takes: false,
    point: from,
    describe: () => ['ms' in from ? inWords(from.ms) : `${from.fraction * 100}%`],
    check({ within }) {
      const expected = 'during(work(...), [...]) around it'
      const isInside = within?.name === 'during'
      demand(isInside, 'at', expected, within?.name ?? 'an act')
      const lastsMs = within?.ongoing?.lastsMs
      if (lastsMs === undefined) return demand(false, 'at', expected, 'what has no known length')
      if ('ms' in from) {
        demand(from.ms <= lastsMs, 'at', `at most ${inWords(lastsMs)}, when the work ends`, inWords(from.ms))
      }
      return undefined
    },
    inside: () => [{ steps: [step] }],
    async run(_, { children }, { walk }) {
      await walk(children)
      return { state: 'end' }
    },
  }
}

function pointOf(point: Duration | Share): Point {
  return isShare(point) ? { fraction: fractionOf(point, 'at') } : { ms: msOf(point, 'at') }
}

function isShare(point: Duration | Share): point is Share {
  return point.endsWith('%')
}
