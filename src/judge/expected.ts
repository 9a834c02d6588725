/** Whether an arm came out as its row says: each breach as described, and nothing else but what its steps bring. */

import type { BreachEntry, ExpectationEntry } from '../ledger/entries.ts'
import { doubtInWords, type Doubt } from './doubts/index.ts'
import type { Finding, Judgement } from './judgement.ts'
import type { IsSideEffect } from './side-effects.ts'
import type { Evaluation } from './verdict.ts'

export function expected(
  its: ExpectationEntry,
  { verdict, doubts, promises, totals }: Evaluation,
  isSideEffect: IsSideEffect,
): Judgement['expectation'] {
  const findings = promises.filter(({ waived }) => !waived).flatMap((one) => one.findings)
  const mismatches = mismatchesOf(its, verdict, doubts, findings, totals.acknowledged, isSideEffect)
  return { state: mismatches.length === 0 ? 'as expected' : 'not as expected', expected: inWords(its), mismatches }
}

function mismatchesOf(
  its: ExpectationEntry,
  verdict: string,
  doubts: readonly Doubt[],
  findings: readonly Finding[],
  acknowledged: number,
  isSideEffect: IsSideEffect,
): readonly string[] {
  // What did not happen as planned proves nothing, whichever verdict was wanted.
  const unplanned = doubts
    .filter(({ voids, kind }) => voids === 'any verdict' && !(its.verdict === 'inconclusive' && kind === its.because))
    .map(doubtInWords)
  if (its.verdict === 'inconclusive') {
    if (verdict !== 'inconclusive') return [`expected to be inconclusive (${its.because}), and it did ${verdict}`]
    const [first] = doubts
    return doubts.some(({ kind }) => kind === its.because)
      ? unplanned
      : [`expected to be inconclusive because ${its.because}, and it was: ${first && doubtInWords(first)}`]
  }
  if (its.verdict === 'pass') {
    if (verdict === 'pass') return []
    const [first] = doubts
    return [
      verdict === 'fail' || !first
        ? 'expected to pass, and it failed'
        : `expected to pass, and it proved nothing: ${doubtInWords(first)}`,
    ]
  }
  const breaches = its.breaches ?? []
  const wrong = verdict === 'fail' ? [] : [`expected to fail, and it is ${verdict}`]
  return [
    ...wrong,
    ...breaches.filter(({ refused }) => !refused).flatMap((breach) => breachMismatches(breach, findings, acknowledged)),
    ...unexpected(breaches, findings, isSideEffect),
    ...unplanned,
  ]
}

function breachMismatches(breach: BreachEntry, findings: readonly Finding[], acknowledged: number): string[] {
  const { optional, share, collections, acknowledged: act, by } = breach
  const found = findings.filter((one) => isOf(breach, one))
  const what = nameOf(breach)
  if (found.length === 0) return optional ? [] : [`${what}: expected, and not found`]
  const counted = found.filter(({ uncounted }) => !uncounted)
  const mismatches: string[] = []
  if (share) {
    const records = new Set(counted.map(({ record }) => record)).size
    const part = acknowledged === 0 ? 0 : records / acknowledged
    if (part < share[0] || part > share[1]) {
      mismatches.push(
        `${what}: expected ${percent(share[0])} to ${percent(share[1])} of acknowledged records, ` +
          `found ${percent(part)} (${records} of ${acknowledged})`,
      )
    }
  }
  if (collections) {
    const seen = [...new Set(found.flatMap((one) => one.collection ?? []))]
    if (seen.some((one) => !collections.includes(one)) || collections.some((one) => !seen.includes(one))) {
      mismatches.push(`${what}: expected in ${collections.join(', ')}, found in ${seen.join(', ')}`)
    }
  }
  const [late] = act === undefined ? [] : counted.filter((one) => one.acknowledged !== act)
  if (late)
    mismatches.push(
      `${what}: expected to be acknowledged in ${act}, ${late.record} was in ${late.acknowledged ?? 'no act'}`,
    )
  const [other] = by === undefined ? [] : counted.filter(({ cause }) => cause?.by !== by)
  if (other)
    mismatches.push(
      `${what}: expected by ${by}, ${other.record ?? other.because} was by ` +
        (other.cause?.by ?? 'nothing that is known'),
    )
  return mismatches
}

/** A refusal is stronger than what a step brings with it, and than a breach of the same promise. */
function unexpected(
  breaches: readonly BreachEntry[],
  findings: readonly Finding[],
  isSideEffect: IsSideEffect,
): string[] {
  const refused = breaches.filter((breach) => breach.refused)
  const allowed = breaches.filter((breach) => !breach.refused)
  const others = findings.filter((one) => {
    if (refused.some((breach) => isOf(breach, one))) return true
    return !allowed.some((breach) => isOf(breach, one)) && !isSideEffect(one)
  })
  return [...Map.groupBy(others, ({ promise, finding }) => `${promise}: ${finding}`)].map(
    ([what, [first, ...rest]]) => `${what}: not expected, found ${1 + rest.length}: ${first?.because}`,
  )
}

/** Where a breach names no finding, any of its promise is meant. */
function isOf({ promise, findings }: BreachEntry, one: Finding): boolean {
  return one.promise === promise && (findings?.includes(one.finding) ?? true)
}

const nameOf = ({ promise, findings }: BreachEntry): string =>
  findings ? `${promise}: ${findings.join(' or ')}` : promise

const percent = (fraction: number): string => `${(fraction * 100).toFixed(1)}%`

export function inWords({ verdict, because, breaches = [] }: ExpectationEntry): string {
  if (verdict === 'pass') return 'passes'
  if (verdict === 'inconclusive') return `is inconclusive: ${because}`
  const parts = breaches.map(({ promise, findings, optional, refused }) => {
    const how = optional ? 'perhaps ' : refused ? 'not ' : ''
    return `${how}${promise}${findings ? ` (${findings.join(' or ')})` : ''}`
  })
  return `fails: ${parts.join(', ')}`
}
