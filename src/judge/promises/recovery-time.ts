/**
 * Claim: each class is back in time, in real time from the strike.
 * Refuted by: a class whose records were all back later than promised, or never.
 * Inconclusive: nothing struck, or a class was not read at the end. Cost: linear in the records and the server's reads.
 */

import { inWords, msOf, type Duration } from '../../kernel/index.ts'
import { CLASSES, type RecordClass } from '../../records/index.ts'
import type { Finding } from '../judgement.ts'
import { backAfterMs } from '../restores.ts'
import { termIn, type Claim, type Examine } from './promise.ts'

export function recoveryTime(limits: { readonly [C in RecordClass]?: Duration }): Claim<'late' | 'never'> {
  const named = Object.entries(limits)
  const terms = Object.fromEntries(named.map(([one, limit]) => [one, msOf(limit, `recoveryTime: ${one}`)]))
  const claim = `Back after the strike: ${named.map(([one, limit]) => `${one} within ${limit}`).join(', ')}.`
  return { promise: 'recoveryTime', claim, findings: ['late', 'never'], terms }
}

export const examine: Examine = (its, { fates }, terms) => {
  if (!its.strike) return { findings: [], evaluated: 0, unproven: 'nothing struck' }
  const lines = [its.strike.at]
  const promised = CLASSES.flatMap((one) => {
    const limit = termIn(terms, one)
    return typeof limit === 'number' ? [{ one, limit }] : []
  })
  const findings = promised.flatMap(({ one, limit }): Finding[] => {
    const ms = backAfterMs(its, fates, one)
    const common = { promise: 'recoveryTime', class: one, lines }
    if (ms === 'unread') return []
    if (ms === 'never') return [{ ...common, finding: 'never', because: `${one} never came back whole` }]
    if (ms <= limit) return []
    const because = `${one} were back after ${inWords(ms)}, ${inWords(limit)} were promised`
    return [{ ...common, finding: 'late', because }]
  })
  const unread = promised.filter(({ one }) => backAfterMs(its, fates, one) === 'unread').map(({ one }) => one)
  const unproven = { unproven: `${unread.join(', ')} were not read at the end` }
  return { findings, evaluated: promised.length, ...(unread.length > 0 && unproven) }
}
