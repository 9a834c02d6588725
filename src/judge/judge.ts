/** The judge: a ledger in, a judgement out. No I/O, no clock, no randomness; linear in the ledger. */

import type { Stamped } from '../ledger/entries.ts'
import type { Judgement } from './judgement.ts'
import type { Case } from './case.ts'
import { Collector } from './collect.ts'
import { controlOf } from './control/index.ts'
import { copiesOf, restoresOf } from './copies.ts'
import { evaluate, type Evaluation } from './evaluate.ts'
import { expected } from './expected.ts'
import { finalsOf } from './fates/fates.ts'
import { originsOf } from './origins.ts'
import { metricsOf, rollUp, sentenceOf, worstOf } from './rollup.ts'

type Chain = Judgement['chain']

/** `chain` is asked once all entries have been read: only then is it known whether they are as they were written. */
export function judge(entries: Iterable<Stamped>, chain: () => Chain = () => ({ state: 'whole' })): Judgement {
  const collector = new Collector()
  for (const entry of entries) collector.take(entry)
  // What was read last may have been read of something that was going away.
  if (collector.case.end?.state === 'ground lost') collector.case.finals = []
  return conclude(collector.case, chain())
}

function conclude(its: Case, chain: Chain): Judgement {
  const judged = withChain(evaluate(its), chain)
  const control = judged.verdict === 'pass' ? controlOf(its, judged) : { mutants: [] }
  const missed = control.mutants.filter(({ state }) => state === 'missed')
  const doubts = [...judged.doubts, ...missed.map(({ mutant, because }) => `negative control: ${mutant}: ${because}`)]
  const evaluation: Evaluation = missed.length > 0 ? { ...judged, doubts, verdict: 'inconclusive' } : judged
  const totals = rollUp(evaluation)
  return {
    ...totals,
    verdict: evaluation.verdict,
    doubts: evaluation.doubts,
    sentence: sentenceOf(evaluation, control),
    chain,
    promises: evaluation.promises,
    witnesses: its.injuries.map(({ id, name, step, witness }) => ({
      injury: id,
      name,
      step,
      saw: witness?.saw ?? 'nothing',
      what: witness?.what ?? 'nobody looked',
    })),
    backups: copiesOf(its, evaluation.fates),
    restores: restoresOf(its),
    gates: its.gates,
    origins: originsOf(its, finalsOf(its), evaluation.fates),
    control,
    metrics: metricsOf(its, evaluation),
    worst: worstOf(its, evaluation),
    expectation: expected(its.expectation, evaluation, totals.acknowledged),
  }
}

/** A ledger that is not as it was written never passes, and what was found in it is still named. */
function withChain(evaluation: Evaluation, { state, line, because }: Chain): Evaluation {
  if (state === 'whole') return evaluation
  const where = line === undefined ? '' : ` at line ${line}`
  const doubt = `the ledger is ${state}${where}${because === undefined ? '' : `: ${because}`}`
  return {
    ...evaluation,
    doubts: [doubt, ...evaluation.doubts],
    verdict: evaluation.verdict === 'fail' ? 'fail' : 'inconclusive',
  }
}
