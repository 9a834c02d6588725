/** A case judged, without its negative control: fates, flags, promises, and why it may prove nothing. */

import type { PromiseResult, Verdict } from './judgement.ts'
import type { Case, Promised } from './case.ts'
import { doubtsOf } from './doubts.ts'
import { fatesOf, finalsOf, type RecordFate } from './fates/fates.ts'
import { flagsOf, type Flagged } from './flags.ts'
import { ALWAYS, EXAMINE } from './promises/registry.ts'

/** What promises are examined by. */
export interface Assessed {
  readonly fates: readonly RecordFate[]
  readonly flags: readonly Flagged[]
}

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

/** What the ledger promises; and what every drill is judged by, should the ledger have lost it. */
function promisedIn({ promised }: Case): readonly Promised[] {
  const missing = ALWAYS.map((promise) => promise()).filter(
    ({ promise: name }) => !promised.some(({ promise }) => promise === name),
  )
  return [...promised, ...missing.map((claim) => ({ ...claim, waived: false, listed: false }))]
}

function examine(its: Case, assessed: Assessed, { promise, claim, terms, waived, listed }: Promised): PromiseResult {
  const common = { promise, claim, listed, waived }
  const examiner = EXAMINE[promise]
  const unknown = 'this version does not know it'
  if (!examiner) return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven: unknown }
  if (its.end?.state === 'ground lost') {
    const lost = 'nobody knows what was still seen of the service, and what of an environment that went away'
    return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven: lost }
  }
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
