/** A case judged, without its negative control: fates, flags, promises, and why it may prove nothing. */

import { ALWAYS, CLAIMS } from './claims.ts'
import type { PromiseResult, Verdict } from './judgement.ts'
import type { Case, Promised } from './case.ts'
import { doubtsOf } from './doubts.ts'
import { fatesOf, finalsOf, type RecordFate } from './fates.ts'
import { examinerOf, type Assessed } from './findings.ts'
import { flagsOf } from './flags.ts'

export interface Evaluation extends Assessed {
  readonly promises: readonly PromiseResult[]
  readonly verdict: Verdict
  readonly doubts: readonly string[]
}

export function evaluate(its: Case): Evaluation {
  const finals = finalsOf(its)
  const fates = fatesOf(its, finals)
  const flags = flagsOf(its, finals, fates)
  const promises = promisedIn(its).map((promised) => examine(its, { fates, flags }, promised))
  const doubts = [
    ...doubtsOf(its, fates),
    ...promises.flatMap(({ promise, unproven, waived, listed }) =>
      unproven !== undefined && !waived && listed ? [`${promise}: ${unproven}`] : [],
    ),
  ]
  const failed = promises.some(({ verdict, waived }) => verdict === 'fail' && !waived)
  return { fates, flags, promises, doubts, verdict: failed ? 'fail' : doubts.length > 0 ? 'inconclusive' : 'pass' }
}

/** Those that are listed, and those that every drill is judged by. */
function promisedIn({ promised }: Case): readonly (Promised & { readonly listed: boolean })[] {
  const listed = promised.map((one) => ({ ...one, listed: !one.waived }))
  const owned = listed.some(({ promise }) => promise === 'nothingAcknowledgedIsLost' || promise === 'recoveryPoint')
  const always = [...(owned ? [] : ['nothingAcknowledgedIsLost']), ...ALWAYS]
  const added = always.filter((name) => !listed.some(({ promise }) => promise === name))
  return [...listed, ...added.map((promise) => ({ promise, terms: {}, waived: false, listed: false }))]
}

function examine(
  its: Case,
  assessed: Assessed,
  { promise, terms, waived, listed }: Promised & { readonly listed: boolean },
): PromiseResult {
  const common = { promise, claim: CLAIMS[promise] ?? promise, listed, waived }
  const examiner = examinerOf(promise)
  if (!examiner)
    return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven: 'this version does not know it' }
  try {
    const { findings, evaluated, unproven } = examiner(its, assessed, terms)
    const open = unproven ?? (evaluated === 0 ? 'it was asked about nothing' : undefined)
    const verdict: Verdict = findings.length > 0 ? 'fail' : open === undefined ? 'pass' : 'inconclusive'
    return { ...common, verdict, evaluated, findings, ...(open !== undefined && { unproven: open }) }
  } catch (thrown) {
    const unproven = `its checker threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`
    return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven }
  }
}

export type { RecordFate }
