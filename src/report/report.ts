/** What is said of one run: one drill on one seed, with all its arms. Plain values, ready for every renderer. */

import { EXIT, type FailureClass } from '../kernel/index.ts'
import type { ExpectationEntry } from '../ledger/index.ts'
import type { Judgement } from '../judge/judgement.ts'
import type { Plain } from '../records/index.ts'
import type { Costs, Sent } from '../runtime/index.ts'
import type { CommitmentsReport } from './duty/commitments.ts'
import { noticesOf } from './notices.ts'
import { shellWord } from './printable.ts'
import { whyOf } from './why/why.ts'
import { withoutBulk, type JudgementSummary } from './without-bulk.ts'

export interface RunFacts {
  readonly drill: string
  /** The drill file, from the folder that it was run in. */
  readonly file: string
  readonly title: string
  readonly story: string
  readonly sources: readonly string[]
  readonly seed: number
  readonly run: string
  /** Of a run that was put together: the runs of its shards. */
  readonly mergedFrom?: readonly string[]
  /** Wall time as ISO text. */
  readonly started: string
  readonly durationMs: number
  readonly runtime: string
  /** Why this runtime. */
  readonly because: string
  readonly versions: Readonly<Record<string, string>>
  /** Where the run was held against what a provider promised. */
  readonly commitments?: CommitmentsReport
}

/** How one arm ended. Neither judged nor failed: it never ran. */
export interface ArmOutcome {
  readonly arm: string
  readonly row: Readonly<Record<string, Plain>>
  /** Where the drill file declares it, from 1. */
  readonly line?: number
  /** Beside the report: where its ledger and logs are. */
  readonly folder: string
  readonly durationMs: number
  readonly phases: readonly { readonly phase: string; readonly ms: number }[]
  /** What of the machine was used. */
  readonly usage?: Costs
  /** What went to a service that is somebody else's, and what is left there. */
  readonly sent?: Sent
  /** Undefined for an audit: there, the outcome is what one wants to learn. */
  readonly expected?: ExpectationEntry
  readonly judgement?: Judgement
  /** What ended it before its time, or was left behind after it. */
  readonly failures?: readonly { readonly class: FailureClass; readonly because: string }[]
}

export type ArmState = 'as expected' | 'not as expected' | 'error' | 'not run'

export interface ArmReport extends Omit<ArmOutcome, 'judgement' | 'failures'> {
  readonly state: ArmState
  readonly judgement?: JudgementSummary
  readonly failures: readonly { readonly class: FailureClass; readonly because: string }[]
  readonly exitCode: number
  /** What took what, in one sentence; undefined where it did not fail, or where nobody knows. */
  readonly why?: string
  /** One command that plays this arm again. */
  readonly replay: string
}

export interface Report extends RunFacts {
  readonly format: 2
  readonly arms: readonly ArmReport[]
  /** What this report does not prove. */
  readonly notices: readonly string[]
  readonly counts: Readonly<Record<ArmState, number>>
  readonly exitCode: number
}

/** Whether it can be asked for by this name: of a run that came to none, it is `none`. */
export const isRuntimeName = (name: string): boolean => ['embedded', 'containers', 'external'].includes(name)

/** The first that occurs is the exit code: a loss is never hidden by anything else. */
const PRECEDENCE = [
  EXIT.fail,
  EXIT.residue,
  EXIT.bug,
  EXIT.usage,
  EXIT.environment,
  EXIT.interrupted,
  EXIT.inconclusive,
]

/** Of no codes, or of one that is none of ours, it is a bug: whoever asks has something to account for. */
export function worstExitCode(codes: readonly number[]): number {
  const known = PRECEDENCE.find((code) => codes.includes(code))
  const passed = codes.length > 0 && codes.every((code) => code === EXIT.pass)
  return known ?? (passed ? EXIT.pass : EXIT.bug)
}

/** A report of no arms proves nothing: exit code 3. */
export function reportOf(facts: RunFacts, outcomes: readonly ArmOutcome[]): Report {
  const arms = outcomes.map((outcome) => armOf(facts, outcome))
  const count = (wanted: ArmState): number => arms.filter(({ state }) => state === wanted).length
  return {
    format: 2,
    ...facts,
    arms,
    notices: noticesOf(
      facts.runtime,
      outcomes.flatMap(({ judgement }) => judgement ?? []),
    ),
    counts: {
      'as expected': count('as expected'),
      'not as expected': count('not as expected'),
      error: count('error'),
      'not run': count('not run'),
    },
    exitCode: arms.length === 0 ? EXIT.inconclusive : worstExitCode(arms.map(({ exitCode }) => exitCode)),
  }
}

function armOf(facts: RunFacts, { judgement, failures = [], ...outcome }: ArmOutcome): ArmReport {
  const { expected, arm } = outcome
  const verdictCode = judgement ? codeOf(judgement, expected) : EXIT.inconclusive
  const exitCode = worstExitCode([
    ...failures.map((failure) => EXIT[failure.class]),
    ...(judgement || failures.length === 0 ? [verdictCode] : []),
  ])
  const why = judgement && whyOf(judgement)
  return {
    ...outcome,
    ...(why !== undefined && { why }),
    state: stateOf(judgement !== undefined, failures.length > 0, verdictCode),
    ...(judgement && { judgement: withoutBulk(judgement) }),
    failures,
    exitCode,
    replay: replayOf(facts, arm),
  }
}

/** By its name where a name is enough; on the runtime that it came to, if it came to one. */
function replayOf({ drill, file, seed, runtime }: RunFacts, arm: string): string {
  const isNamed = file === '' || (/^scenarios[\\/]/.test(file) && !/^scenarios[\\/]testing[\\/]/.test(file))
  const words = ['npx', 'syncdrill', 'run', isNamed ? drill : file, '--seed', `${seed}`, '--arm', arm]
  const where = isRuntimeName(runtime) ? ['--runtime', runtime] : []
  return [...words, ...where].map(shellWord).join(' ')
}

function stateOf(judged: boolean, failed: boolean, code: number): ArmState {
  if (failed) return 'error'
  if (!judged) return 'not run'
  return code === EXIT.pass ? 'as expected' : 'not as expected'
}

/** Without an expectation a pass is 0, a fail 1, and anything else 3. */
function codeOf({ verdict, expectation }: Judgement, expected: ExpectationEntry | undefined): number {
  if (verdict === 'fail' && (expected?.verdict ?? 'pass') === 'pass') return EXIT.fail
  if (!expected) return verdict === 'pass' ? EXIT.pass : EXIT.inconclusive
  return expectation.state === 'as expected' ? EXIT.pass : EXIT.inconclusive
}
