/** What an arm must show, as a sentence for people who choose a drill. */

import type { BreachEntry, ExpectationEntry } from '../../ledger/entries.ts'
import { PROMISES } from '../promises/registry.ts'
import { plain } from './words.ts'

/** `must fail, and break: nothing that was acknowledged is lost (…)`: of each promise the sentence that it is. */
export function listedInWords({ verdict, because, breaches = [] }: ExpectationEntry): string {
  if (verdict === 'pass') return 'must pass'
  if (verdict === 'inconclusive') return `must be inconclusive, because: ${because}`
  const broken = breaches.filter(({ optional, refused }) => !optional && !refused)
  const parts = [
    `must fail, and break: ${broken.map(breachInWords).join('; ')}`,
    ...some(
      'may also break',
      breaches.filter(({ optional }) => optional),
    ),
    ...some(
      'must not break',
      breaches.filter(({ refused }) => refused),
    ),
  ]
  return parts.join('. It ')
}

const some = (what: string, breaches: readonly BreachEntry[]): readonly string[] =>
  breaches.length === 0 ? [] : [`${what}: ${breaches.map(breachInWords).join('; ')}`]

/** `nothing that was acknowledged is lost (lost or stale, by kill service)`. */
function breachInWords({ promise, findings = [], by, share }: BreachEntry): string {
  const how = [
    ...(findings.length > 0 ? [findings.join(' or ')] : []),
    ...(share ? [`${percent(share[0])} to ${percent(share[1])} of the records`] : []),
    ...(by === undefined ? [] : [`by ${plain(by)}`]),
  ]
  return `${claimOf(promise)}${how.length > 0 ? ` (${how.join(', ')})` : ''}`
}

/** The first sentence of its meaning. */
function claimOf(promise: string): string {
  const [claim = promise] = (PROMISES[promise]?.MEANING ?? promise).split('. ', 1)
  return `${claim.slice(0, 1).toLowerCase()}${claim.slice(1)}`
}

const percent = (fraction: number): string => `${Math.round(fraction * 100)}%`
