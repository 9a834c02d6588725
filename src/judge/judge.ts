/** The judge: a ledger in, a judgement out. No I/O, no clock, no randomness; linear in the ledger. */

import { historyOf, type History, type StepHistory } from '../history/index.ts'
import type { Stamped } from '../ledger/entries.ts'
import { judgeAnnouncements, timeToTruth } from './announcements/index.ts'
import { assess, type Assessed } from './assess.ts'
import { failedStepsOf } from './measures/failed-steps.ts'
import { controlOf } from './control/index.ts'
import { asksOf } from './measures/asks.ts'
import { copiesOf, restoresOf } from './measures/copies.ts'
import { controlMissed } from './doubts/control-missed.ts'
import { doubt } from './doubts/index.ts'
import { ledgerChanged } from './doubts/ledger-changed.ts'
import { expected } from './expected.ts'
import { sideEffectsOf } from './side-effects.ts'
import { Finals } from './finals.ts'
import type { Judgement, RecordLife } from './judgement.ts'
import { everyLife, worstOf } from './measures/lives.ts'
import { metricsOf } from './measures/metrics.ts'
import { originsOf } from './measures/origins.ts'
import { rehearsalOf } from './measures/rehearsal.ts'
import { sentenceOf } from './words/sentence.ts'
import { servicesOf } from './measures/service-ends.ts'
import { tally, tallyFlags } from './measures/tallies.ts'
import { evaluate, withDoubts, type Evaluation } from './verdict.ts'

type Chain = Judgement['chain']

/** `chain` is asked once all entries have been read: only then is it known whether they are as they were written. */
export function judge(entries: Iterable<Stamped>, chain: () => Chain = () => ({ state: 'whole' })): Judgement {
  return judgeHistory(historyOf(entries), chain())
}

export function judgeHistory(history: History, chain: Chain): Judgement {
  const assessed = assess(Finals.ofAudit(history))
  const judged = withChain(evaluate(history, assessed), chain)
  const control = judged.verdict === 'pass' ? controlOf(history, judged) : { mutants: [] }
  const missed = control.mutants
    .filter(({ state }) => state === 'missed')
    .map(({ mutant, because }) => doubt(controlMissed, { about: [mutant], because }))
  const evaluation = missed.length > 0 ? withDoubts(judged, missed) : judged
  const { totals } = evaluation
  const rehearsal = rehearsalOf(history)
  return {
    acknowledged: totals.acknowledged,
    fates: totals.fates,
    fatesByCollection: inOrder(history, totals.byCollection),
    fatesByDevice: totals.fatesOfDevices(),
    ...tallyFlags(evaluation.flags),
    verdict: evaluation.verdict,
    doubts: evaluation.doubts,
    sentence: sentenceOf(history, evaluation, control),
    chain,
    promises: evaluation.promises,
    witnesses: history.injuries.map(({ id, name, step, witness }) => ({
      injury: id,
      name,
      step,
      saw: witness?.saw ?? 'nothing',
      what: witness?.what ?? 'nobody looked',
    })),
    backups: copiesOf(history, evaluation.copies),
    restores: restoresOf(history),
    edits: tally(totals.edits),
    services: servicesOf(history),
    failedSteps: failedStepsOf(history),
    ...(history.steps.some(isRenewal) && { hasRenewed: true }),
    ...(history.steps.some(({ name, state }) => name === 'upgrade' && state === 'end') && { hasUpgraded: true }),
    gates: history.gates.map(({ step, question, answer, because }) => ({ step, question, answer, because })),
    ...announcedIn(history, evaluation),
    asks: asksOf(history),
    ...(rehearsal && { rehearsal }),
    origins: originsOf(evaluation),
    control,
    metrics: metricsOf(history, evaluation),
    worst: worstOf(evaluation),
    expectation: expected(history.expectation ?? { verdict: 'pass' }, evaluation, sideEffectsOf(history)),
  }
}

/** Of every record of a run, what became of it: its fate, its flags, and what took it. */
export function livesOf(history: History): Iterable<RecordLife> {
  return everyLife(assess(Finals.ofAudit(history), { byRules: true }))
}

function announcedIn(history: History, assessed: Assessed): Pick<Judgement, 'announcements' | 'timeToTruthMs'> {
  if (history.announcements.length === 0) return {}
  const announcements = judgeAnnouncements(history, assessed)
  const timeToTruthMs = timeToTruth(history, announcements)
  return { announcements, ...(timeToTruthMs !== undefined && { timeToTruthMs }) }
}

const RENEWALS: readonly string[] = ['upgrade', 'rollBack', 'replace']

const isRenewal = ({ name, state }: StepHistory): boolean => RENEWALS.includes(name) && state !== 'skipped'

/** A ledger that is not as it was written never passes, and what was found in it is still named. */
function withChain(evaluation: Evaluation, { state, line, because }: Chain): Evaluation {
  if (state === 'whole') return evaluation
  const about = [state, ...(line === undefined ? [] : [`${line}`])]
  return withDoubts(evaluation, [doubt(ledgerChanged, { about, ...(because !== undefined && { because }) })])
}

/** As the ledger lists the collections. */
function inOrder<T>({ policies }: History, counts: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const names = [...new Set([...Object.keys(policies), ...Object.keys(counts)])]
  return Object.fromEntries(
    names.flatMap((name) => (counts[name] === undefined ? [] : [[name, counts[name]] as const])),
  )
}
