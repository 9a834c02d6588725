/** From the folders that arms left to the report of their drill: written, or said why it could not be. */

import { readFile, rm } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { ledgerOf, measured, resultOf, type ArmResult } from '../conductor/order.ts'
import type { Commitments } from '../commitments/index.ts'
import { historyOf } from '../history/index.ts'
import { judgeCommitments, type CommitmentJudged } from '../judge/index.ts'
import { Failure, reasonOf, until, type FailureClass } from '../kernel/index.ts'
import { readLedger } from '../ledger/index.ts'
import {
  COMMITMENTS,
  commitmentsReport,
  pageOf,
  reportOf,
  writeReport,
  type ArmOutcome,
  type PageOrWhyNot,
  type Report,
  type RunFacts,
} from '../report/index.ts'
import { lineOfArm } from './line-of-arm.ts'
import type { ArmMeta } from './orders.ts'

/** One arm that has ended, however it did. */
export interface Ended {
  readonly meta: ArmMeta
  readonly outcome: ArmOutcome
  readonly result: ArmResult | undefined
}

/** What is said of an arm that left no result. */
interface Otherwise {
  readonly class: FailureClass
  readonly because: string
}

/** Reads what an arm left in its folder, and waits for it as long as is said. */
export async function endedArm(meta: ArmMeta, otherwise: () => Otherwise, atMostMs = 0): Promise<Ended> {
  const text = await resultText(meta.folder, atMostMs)
  const line = lineOfArm(await readFile(meta.file, 'utf8').catch(() => ''), meta.arm)
  const where = { folder: `${basename(meta.folder)}/`, ...(line !== undefined && { line }) }
  if (text === undefined) {
    const failures = [meta.failure ?? otherwise()]
    return {
      meta,
      result: undefined,
      outcome: { arm: meta.arm, row: {}, ...where, durationMs: 0, phases: [], failures },
    }
  }
  const result = JSON.parse(text) as ArmResult
  const { arm, row, expected, judgement } = result
  return {
    meta,
    result,
    outcome: { arm, row, ...where, expected, ...measured(result), ...(judgement && { judgement }) },
  }
}

interface Asked {
  readonly seed: number
  /** Of a run that is put together: the runs of its shards. */
  readonly mergedFrom?: readonly string[]
  /** What the run is held against. */
  readonly commitments?: Commitments
  /** That somebody asked for, by name. */
  readonly runtime?: string
}

/**
 * Writes the report of one drill into the folder that its arms stand in, and returns it. Where it cannot be written,
 * nothing that says pass stays on that disk, and the report says that the run has not ended well.
 */
export async function reportArms(ended: readonly [Ended, ...Ended[]], asked: Asked): Promise<Report> {
  const folder = dirname(ended[0].meta.folder)
  const { commitments } = asked
  const facts = {
    ...factsOf(ended[0].meta, asked, ended),
    ...(commitments && { commitments: commitmentsReport(commitments, answersOf(commitments, ended)) }),
  }
  const report = reportOf(
    facts,
    ended.map(({ outcome }) => outcome),
  )
  try {
    const pages = new Map(ended.map((one) => [one.outcome.arm, pageFor(one)] as const))
    await writeReport(folder, report, {
      pages,
      ...(commitments && { given: new Map([[COMMITMENTS, commitments.text]]) }),
    })
    return report
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const failure = { class: thrown.class, because: reasonOf(thrown) }
    await Promise.all(ended.map(({ outcome }) => rm(resultOf(join(folder, outcome.folder)), { force: true })))
    const failed = ended.map(({ outcome }) => ({ ...outcome, failures: [...(outcome.failures ?? []), failure] }))
    return reportOf(facts, failed)
  }
}

/** Of an arm, by its folder: as text, once it is there; undefined where it does not come in time. */
export async function resultText(folder: string, atMostMs: number): Promise<string | undefined> {
  const read = () => readFile(resultOf(folder), 'utf8')
  return until(read, { what: 'the result', atMostMs, everyMs: 20 }).catch(() => undefined)
}

function answersOf(
  commitments: Commitments,
  ended: readonly Ended[],
): ReadonlyMap<string, readonly CommitmentJudged[]> {
  return new Map(
    ended.map(({ meta, result }) => {
      const read = () => historyOf(readLedger(ledgerOf(meta.folder)))
      return [meta.arm, judgeCommitments(commitments, read, result?.judgement)] as const
    }),
  )
}

/** A ledger that cannot be read is said to be so, on a page that shows the rest. */
function pageFor({ result, meta }: Ended): PageOrWhyNot {
  try {
    return pageOf(readLedger(ledgerOf(meta.folder)), result?.judgement)
  } catch (thrown) {
    return { unread: reasonOf(thrown) }
  }
}

function factsOf(meta: ArmMeta, { seed, runtime, mergedFrom }: Asked, ended: readonly Ended[]): RunFacts {
  const known = ended.map(({ result }) => result).find((result) => result !== undefined)
  return {
    drill: meta.drill,
    file: relative(process.cwd(), meta.file),
    title: known?.title ?? meta.drill,
    story: known?.story ?? '',
    sources: known?.sources ?? [],
    seed,
    run: basename(dirname(meta.folder)),
    started: known?.started ?? '',
    durationMs: ended.reduce((sum, { outcome }) => sum + outcome.durationMs, 0),
    runtime: known?.runtime ?? runtime ?? 'none',
    because: known?.because ?? (runtime === undefined ? 'no arm came as far as choosing one' : 'asked for by name'),
    versions: known?.versions ?? {},
    ...(mergedFrom && { mergedFrom }),
  }
}
