/** What is said of a run in its statement: all of it follows from the files of the run. */

import { ATTEMPTS, attemptName, attemptsIn, type Begun } from '../conductor/attempts.ts'
import type { Judgement } from '../judge/index.ts'
import type { Again, ArmAgain } from './again.ts'
import type { Files } from './files.ts'
import type { ArmEvidence, Evidence, Predicate } from './statement.ts'

export function predicateOf(again: Again, files: Files): Predicate {
  const evidence = evidenceOf(again, files)
  const named = (wanted: boolean): string[] =>
    evidence.arms.filter(({ state }) => (state === 'as expected') === wanted).map(({ arm }) => arm)
  return {
    result: evidence.exitCode === 0 ? 'PASSED' : 'FAILED',
    configuration: [...plansOf(evidence), ...lockOf(evidence)],
    passedTests: named(true),
    warnedTests: [],
    failedTests: named(false),
    evidence,
  }
}

function plansOf({ arms }: Evidence): Predicate['configuration'] {
  return arms.flatMap(({ arm, plan }) => (plan ? [{ name: `plan of ${arm}`, digest: { sha256: plan.hash } }] : []))
}

function lockOf({ versions }: Evidence): Predicate['configuration'] {
  const [name, sha256] = versions['lock']?.split(' sha256:') ?? []
  return name !== undefined && sha256 !== undefined ? [{ name, digest: { sha256 } }] : []
}

function evidenceOf(again: Again, files: Files): Evidence {
  const { report, arms } = again
  const { drill, title, run, seed, runtime, started, durationMs, exitCode, notices, versions } = report
  const heads = arms.flatMap(({ read }) => read?.run ?? [])
  const challenge = heads[0]?.challenge
  const images = arms.flatMap(({ read }) => read?.images ?? [])
  const attempts = attemptsOf(again, files, challenge)
  return {
    format: 1,
    versions,
    images: [...new Map(images.map((one) => [JSON.stringify(one), one])).values()],
    drill,
    title,
    run,
    ...(report.mergedFrom && { mergedFrom: [...report.mergedFrom] }),
    seed,
    ...(challenge !== undefined && { challenge }),
    runtime,
    started,
    durationMs,
    exitCode,
    arms: arms.map((own, place) => armOf(own, report.arms[place])),
    notRun: notRunOf(again),
    notices: [...notices],
    ...commitmentsOf(report),
    ...(attempts && { attempts }),
  }
}

function commitmentsOf({ commitments }: Again['report']): Pick<Evidence, 'commitments'> {
  if (!commitments) return {}
  const { lines, ...own } = commitments
  return {
    commitments: {
      ...own,
      lines: lines.map(({ field, promised, state, arms }) => ({
        field,
        promised,
        state,
        arms: arms.map(({ lines: entries, ...arm }) => ({ ...arm, entries: [...entries] })),
      })),
    },
  }
}

function armOf(own: ArmAgain, reported: Again['report']['arms'][number] | undefined): ArmEvidence {
  const { arm, folder, read, judgement } = own
  const expectation = read?.expectation?.expectation
  return {
    arm,
    folder,
    state: reported?.state ?? 'not run',
    exitCode: reported?.exitCode ?? 0,
    failures: [...(reported?.failures ?? [])],
    ...(read?.run && { plan: { hash: read.run.planHash, written: read.planWritten } }),
    ...(expectation && {
      expectation: {
        verdict: expectation.verdict,
        written: read.expectationWritten,
        state: judgement?.expectation.state ?? 'not judged',
      },
    }),
    ...(read && { ledger: { entries: read.entries, head: read.ledger.head ?? 'none', chain: read.chain.state } }),
    ...(read?.run?.attempt !== undefined && { attempt: read.run.attempt }),
    ...(read && { durationMs: read.lastMs }),
    ...judgedOf(judgement),
  }
}

const countsOf = (counts: Readonly<Partial<Record<string, number>>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, count = 0]) => [name, count]))

type Judged = Pick<
  ArmEvidence,
  | 'verdict'
  | 'sentence'
  | 'acknowledged'
  | 'fates'
  | 'flags'
  | 'doubts'
  | 'promises'
  | 'witnesses'
  | 'control'
  | 'recoveryPoint'
  | 'recoveryTime'
  | 'restoreOrder'
  | 'backups'
  | 'restores'
  | 'gates'
  | 'asks'
>

function judgedOf(judgement: Judgement | undefined): Judged {
  if (!judgement) {
    const none = { doubts: [], promises: [], witnesses: [], control: { named: 0, missed: 0, notApplicable: 0 } }
    return { ...none, recoveryPoint: {}, recoveryTime: {}, restoreOrder: [], backups: [], restores: [], gates: [] }
  }
  const { verdict, sentence, acknowledged, fates, flags, doubts, promises, witnesses, control } = judgement
  const { metrics, backups, restores, gates, asks } = judgement
  const mutants = (wanted: string): number => control.mutants.filter(({ state }) => state === wanted).length
  return {
    verdict,
    sentence,
    acknowledged,
    fates: countsOf(fates),
    flags: countsOf(flags),
    doubts: doubts.map(({ kind, about, because }) => ({
      kind,
      about: [...about],
      ...(because !== undefined && { because }),
    })),
    promises: promises.map(({ findings, unproven, ...own }) => ({
      ...own,
      found: Object.fromEntries(
        [...Map.groupBy(findings, (one) => one.finding)].map(([kind, all]) => [kind, all.length]),
      ),
      ...(unproven !== undefined && { unproven }),
    })),
    witnesses: witnesses.map((one) => ({ ...one })),
    control: {
      named: mutants('named'),
      missed: mutants('missed'),
      notApplicable: mutants('not applicable'),
    },
    recoveryPoint: metrics.recoveryPoint,
    recoveryTime: metrics.recoveryTime,
    restoreOrder: metrics.restoreOrder.map((one) => ({ ...one })),
    backups: backups.map(({ copy, backup, claimed, restorable, complete }) => ({
      copy,
      backup,
      claimed,
      restorable,
      complete,
    })),
    restores: restores.map((one) => ({ ...one })),
    gates: gates.map((one) => ({ ...one })),
    ...(asks.length > 0 && { asks: asks.map((one) => ({ ...one })) }),
  }
}

function notRunOf({ report, arms }: Again): Evidence['notRun'] {
  return {
    arms: report.arms.filter(({ judgement }) => !judgement).map(({ arm }) => arm),
    promises: arms.flatMap(({ arm, judgement }) =>
      (judgement?.promises ?? []).flatMap(({ promise, waived, evaluated, unproven }) => {
        if (waived) return [{ arm, promise, because: 'the drill waives it' }]
        if (unproven !== undefined) return [{ arm, promise, because: unproven }]
        return evaluated === 0 ? [{ arm, promise, because: 'it was asked about nothing' }] : []
      }),
    ),
    steps: arms.flatMap(({ arm, read }) =>
      (read?.steps ?? []).map(({ step, state, because }) => ({
        arm,
        step,
        state,
        ...(because !== undefined && { because }),
      })),
    ),
  }
}

/** In a log with attempts of this run, by their places; of another machine's, by its clock. */
function beforeAll(begun: readonly Begun[], own: ReadonlySet<string>): number {
  const ofRun = begun.filter(({ attempt }) => own.has(attempt))
  const started = ofRun.map((one) => one.started).toSorted()[0] ?? ''
  return begun.filter((one) => {
    const first = ofRun.find(({ log }) => log === one.log)
    return first ? begun.indexOf(one) < begun.indexOf(first) : one.started < started
  }).length
}

function attemptsOf({ arms }: Again, files: Files, challenge: string | undefined): Evidence['attempts'] {
  const log = files.get(ATTEMPTS)
  if (!log) return undefined
  const { begun, over } = attemptsIn(log.toString('utf8'))
  const own = new Set(arms.flatMap(({ read, folder }) => (read?.run ? [attemptName(read.run.run, folder)] : [])))
  const ends = begun.map(({ attempt }) => over.get(attempt)?.how ?? 'broken off')
  return {
    begun: begun.length,
    over: Object.fromEntries([...Map.groupBy(ends, (how) => how)].map(([how, all]) => [how, all.length])),
    before: beforeAll(begun, own),
    challenged: begun.filter((one) => challenge !== undefined && one.challenge === challenge).length,
  }
}
