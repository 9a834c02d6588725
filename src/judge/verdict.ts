/** The promises examined, and what it comes to: fail where one is refuted, inconclusive where there is a doubt. */

import type { History, Promised } from '../history/index.ts'
import type { Assessed } from './assess.ts'
import { doubt, doubtsOf, type Doubt } from './doubts/index.ts'
import { promiseUnproven } from './doubts/promise-unproven.ts'
import type { PromiseResult, Verdict } from './judgement.ts'
import { ALWAYS, PROMISES } from './promises/registry.ts'

export interface Evaluation extends Assessed {
  readonly promises: readonly PromiseResult[]
  readonly verdict: Verdict
  readonly doubts: readonly Doubt[]
}

export function evaluate(history: History, assessed: Assessed): Evaluation {
  const promises = promisedIn(history).map((promised) => examine(history, assessed, promised))
  const unproven = promises.flatMap(({ promise, unproven: because, waived, listed }) =>
    because !== undefined && !waived && listed ? [doubt(promiseUnproven, { about: [promise], because })] : [],
  )
  return withDoubts({ ...assessed, promises, verdict: 'pass', doubts: [] }, [
    ...doubtsOf(history, assessed),
    ...unproven,
  ])
}

/** The same with more doubts, first. */
export function withDoubts(evaluation: Evaluation, more: readonly Doubt[]): Evaluation {
  const doubts = [...more, ...evaluation.doubts]
  const failed = evaluation.promises.some(({ verdict, waived }) => verdict === 'fail' && !waived)
  return { ...evaluation, doubts, verdict: failed ? 'fail' : doubts.length > 0 ? 'inconclusive' : 'pass' }
}

/** What the ledger promises; and what every drill is judged by, should the ledger have lost it. */
function promisedIn({ promised }: History): readonly Promised[] {
  const missing = ALWAYS.map((promise) => promise()).filter(
    ({ promise: name }) => !promised.some(({ promise }) => promise === name),
  )
  return [...promised, ...missing.map((claim) => ({ ...claim, waived: false, listed: false }))]
}

function examine(
  history: History,
  assessed: Assessed,
  { promise, claim, terms, waived, listed }: Promised,
): PromiseResult {
  const common = { promise, claim, listed, waived }
  const examiner = PROMISES[promise]?.examine
  const unknown = 'this version does not know it'
  if (!examiner) return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven: unknown }
  if (history.end?.state === 'ground lost') {
    const lost = 'nobody knows what was still seen of the service, and what of an environment that went away'
    return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven: lost }
  }
  try {
    const { findings, evaluated, unproven } = examiner(history, assessed, terms)
    const open = unproven ?? (evaluated === 0 ? 'it was asked about nothing' : undefined)
    const verdict: Verdict = findings.length > 0 ? 'fail' : open === undefined ? 'pass' : 'inconclusive'
    return { ...common, verdict, evaluated, findings, ...(open !== undefined && { unproven: open }) }
  } catch (thrown) {
    const unproven = `its checker threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`
    return { ...common, verdict: 'inconclusive', evaluated: 0, findings: [], unproven }
  }
}
