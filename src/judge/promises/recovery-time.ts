/** The promise `recoveryTime`. Cost: linear in the records and the server's reads. */

import { inWords, msOf, type Duration } from '../../kernel/index.ts'
import type { CollectionName } from '../../records/index.ts'
import type { Finding } from '../judgement.ts'
import { backAfter, type Totals } from '../totals.ts'
import { termIn } from '../terms.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Each collection is back in time, in real time from the strike. Refuted by a collection of which some record was ' +
  'back later than promised, or never. Inconclusive where nothing struck, or where a collection was not read at the ' +
  'end.'

export const FINDINGS = {
  late:
    'A collection was back later than promised. The first read of the server that showed all that is owed of it, and ' +
    'after which nothing of it was away any more, was further from the strike than `recoveryTime` allows.',
  never:
    'A collection never came back whole. Something of it that was owed at the strike, and that no recovery point ' +
    'pardons, is missing at the end.',
} as const

/**
 * Every collection named is readable again within its limit, in real time from the strike.
 * @example
 * promises: [recoveryTime({ contacts: '30s', photos: '2min' })]
 */
export function recoveryTime(limits: {
  readonly [collection: CollectionName]: Duration
}): Claim<keyof typeof FINDINGS> {
  const named = Object.entries(limits)
  const terms = Object.fromEntries(named.map(([one, limit]) => [one, msOf(limit, `recoveryTime: ${one}`)]))
  const claim = `Back after the strike: ${named.map(([one, limit]) => `${one} within ${limit}`).join(', ')}.`
  return { promise: 'recoveryTime', claim, findings: ['late', 'never'], terms }
}

export const examine: Examine = ({ strike, policies }, { totals }, terms) => {
  if (!strike) return { findings: [], evaluated: 0, unproven: 'nothing struck' }
  const lines = [strike.at]
  const promised = Object.keys(policies).flatMap((one) => {
    const limit = termIn(terms, one)
    return typeof limit === 'number' ? [{ one, limit }] : []
  })
  const findings = promised.flatMap(({ one, limit }): Finding[] => {
    const ms = backAfterMs(totals, one)
    const common = { promise: 'recoveryTime', collection: one, lines }
    if (ms === 'unread') return []
    if (ms === 'never') return [{ ...common, finding: 'never', because: `${one} never came back whole` }]
    if (ms <= limit) return []
    const because = `${one} were back after ${inWords(ms)}, ${inWords(limit)} were promised`
    return [{ ...common, finding: 'late', because }]
  })
  const unread = promised.filter(({ one }) => backAfterMs(totals, one) === 'unread').map(({ one }) => one)
  const unproven = { unproven: `${unread.join(', ')} were not read at the end` }
  return { findings, evaluated: promised.length, ...(unread.length > 0 && unproven) }
}

/** Real milliseconds from the strike until all that is owed of a collection was back to stay. */
function backAfterMs({ byCollection, returns }: Totals, one: CollectionName): number | 'never' | 'unread' {
  if ((byCollection[one]?.unverified ?? 0) > 0) return 'unread'
  const own = returns.get(one)
  const ms = own && own.stayed + own.later.length > 0 ? backAfter(own, 1) : Infinity
  return ms === Infinity ? 'never' : ms
}
