/** Everything that a run says, made anew from its ledgers: judgements, report, pages. Compared, never trusted. */

import * as z from 'zod'
import { commitmentsIn } from '../commitments/index.ts'
import { measured, type ArmResult } from '../conductor/order.ts'
import { historyOf } from '../history/index.ts'
import { judgeCommitments, type Judgement } from '../judge/index.ts'
import {
  COMMITMENTS,
  commitmentsReport,
  pageOf,
  renderings,
  reportOf,
  type ArmOutcome,
  type CommitmentsReport,
  type PageOrWhyNot,
  type Report,
  type RunFacts,
} from '../report/index.ts'
import { ledgerIn, resultIn, type Files } from './files.ts'
import { readAgain, type ReadLedger } from './ledgers.ts'

/** As far as somebody's `report.json` is read before it is compared. */
const Said = z.looseObject({
  drill: z.string(),
  seed: z.number(),
  run: z.string(),
  mergedFrom: z.array(z.string()).optional(),
  durationMs: z.number(),
  runtime: z.string(),
  versions: z.record(z.string(), z.string()),
  arms: z.array(z.looseObject({ arm: z.string(), folder: z.string(), line: z.number().optional() })).min(1),
})

export interface ArmAgain {
  readonly arm: string
  /** Without a slash at its end. */
  readonly folder: string
  readonly read: ReadLedger | undefined
  readonly result: ArmResult | undefined
  /** Undefined where the run itself was not judged. */
  readonly judgement: Judgement | undefined
}

export interface Again {
  readonly said: Report
  readonly report: Report
  readonly arms: readonly ArmAgain[]
  /** By the names of their files. */
  readonly texts: ReadonlyMap<string, string>
}

/** Throws whatever stands in the way: of files of strangers, that says no more than that they are not as they were. */
export function runAgain(files: Files): Again {
  const said = jsonIn(files, 'report.json') as Report
  Said.parse(said)
  const arms = said.arms.map(({ arm, folder }) => armAgain(files, arm, folder.replace(/\/$/, '')))
  const report = reportOf(
    { ...factsAgain(said, arms), ...commitmentsAgain(files, arms) },
    arms.map((own, place) => outcomeAgain(said.arms[place], own)),
  )
  const pages = new Map(arms.map((own) => [own.arm, pageAgain(own)]))
  return { said, report, arms, texts: renderings(report, pages) }
}

function jsonIn(files: Files, path: string): unknown {
  const bytes = files.get(path)
  if (!bytes) throw new TypeError(`${path} is not there`)
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    throw new TypeError(`${path} is no JSON`)
  }
}

function armAgain(files: Files, arm: string, folder: string): ArmAgain {
  const ledger = files.get(ledgerIn(folder))
  const read = ledger && readAgain(ledger)
  const result = files.has(resultIn(folder)) ? (jsonIn(files, resultIn(folder)) as ArmResult) : undefined
  return { arm, folder, read, result, judgement: result?.judgement && read?.judgement() }
}

/** What ledgers say goes before what a report says of them. */
function factsAgain(said: Report, arms: readonly ArmAgain[]): RunFacts {
  const { drill, file, title, story, sources, seed, run, started, durationMs, runtime, because, versions } = said
  const facts = { drill, file, title, story, sources, seed, run, started, durationMs, runtime, because, versions }
  const head = arms.find(({ result }) => result !== undefined)?.read?.run
  if (!head) return facts
  const { is: _, format: _2, arm: _3, row: _4, planHash: _5, challenge: _6, attempt: _7, ...own } = head
  const { at: _8, ms: _9, drillMs: _10, ...known } = own
  if (!said.mergedFrom) return { ...facts, ...known }
  // Whoever put it together has named it: ledgers know the runs that it is of.
  const mergedFrom = [...new Set(arms.flatMap(({ read }) => read?.run?.run ?? []))].toSorted()
  return { ...facts, ...known, run, mergedFrom }
}

/** From the file itself, as a signature covers it. */
function commitmentsAgain(files: Files, arms: readonly ArmAgain[]): { readonly commitments?: CommitmentsReport } {
  const bytes = files.get(COMMITMENTS)
  if (!bytes) return {}
  const commitments = commitmentsIn(bytes.toString('utf8'), COMMITMENTS)
  const answers = arms.map(({ arm, read, judgement }) => {
    const history = read?.history ?? (() => historyOf([]))
    return [arm, judgeCommitments(commitments, history, judgement)] as const
  })
  return { commitments: commitmentsReport(commitments, new Map(answers)) }
}

function outcomeAgain(said: Report['arms'][number] | undefined, own: ArmAgain): ArmOutcome {
  const { arm, folder, result, read, judgement } = own
  const where = { folder: `${folder}/`, ...(said?.line !== undefined && { line: said.line }) }
  if (!result) return { arm, row: {}, ...where, durationMs: 0, phases: [], failures: said?.failures ?? [] }
  const expected = read?.expectation?.expectation
  return {
    arm,
    row: read?.run?.row ?? result.row,
    ...where,
    ...(expected && { expected }),
    ...measured(result),
    ...(judgement && { judgement }),
  }
}

function pageAgain({ read, judgement }: ArmAgain): PageOrWhyNot {
  return read ? pageOf(read.ledger, judgement) : { unread: 'there is no ledger' }
}
