/** Turns the arms that Vitest has run into reports: one per drill, written, printed, and summed up in one exit code. */

import { readFile, rm } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { ledgerOf, resultOf, type ArmResult } from '../conductor/order.ts'
import { Failure, reasonOf, until } from '../kernel/index.ts'
import { readLedger } from '../ledger/index.ts'
import {
  pageOf,
  reportOf,
  terminalOf,
  toBrief,
  toConsole,
  worstExitCode,
  writeReport,
  type ArmOutcome,
  type PageOrWhyNot,
  type Report,
  type RunFacts,
} from '../report/index.ts'
import { lineOfArm } from './line-of-arm.ts'
import type { ArmMeta } from './orders.ts'

export interface ReporterOptions {
  readonly seed: number
  readonly out?: NodeJS.WriteStream
  /** That somebody asked for, by name. */
  readonly runtime?: string
  /** Called before anything is printed, so that live lines can be cleared. */
  readonly beforePrint?: () => void
  /** One line for each arm, where many drills are run. */
  readonly brief?: boolean
}

export class DrillReporter implements Reporter {
  readonly #options: ReporterOptions
  readonly reports: Report[] = []
  /** Set when somebody wants it to end: results may then come a little later than the tests. */
  interrupted = false
  readonly #reporting: Promise<void>[] = []
  #problems: number[] = []

  constructor(options: ReporterOptions) {
    this.#options = options
  }

  /** The worst of all reports; a run without any is a bug of ours, never green. */
  get exitCode(): number {
    return worstExitCode([...this.reports.map(({ exitCode }) => exitCode), ...this.#problems])
  }

  onTestModuleEnd(module: TestModule): Promise<void> {
    const reporting = this.#report(module)
    this.#reporting.push(reporting)
    return reporting
  }

  /** Resolves when all that has ended is told: of a run that was cancelled, Vitest does not wait for it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#reporting)
  }

  async #report(module: TestModule): Promise<void> {
    const cases = [...module.children.allTests()].flatMap((test) => {
      const meta = test.meta().syncdrill
      return meta ? [{ test, meta }] : []
    })
    const [first] = cases
    if (!first) return this.#hasProblem(module)
    const outcomes = await Promise.all(cases.map(({ test, meta }) => outcomeOf(test, meta, this.interrupted)))
    const facts = await factsOf(first.meta, this.#options, outcomes)
    const folder = dirname(first.meta.folder)
    const pages = new Map(outcomes.map((ended, place) => [ended.outcome.arm, pageFor(ended, cases[place]?.meta)]))
    const report = await written(folder, facts, outcomes, pages)
    this.reports.push(report)
    const out = this.#options.out ?? process.stdout
    this.#options.beforePrint?.()
    const name = `${relative(process.cwd(), folder)}/`
    out.write(this.#options.brief ? toBrief(report, terminalOf(out)) : `\n${toConsole(report, terminalOf(out), name)}`)
  }

  /** A drill file that could not become a suite. */
  #hasProblem(module: TestModule): void {
    for (const error of module.errors()) {
      this.#problems.push(70)
      const file = basename(module.moduleId, '.suite.js')
      const send = 'this is a bug of ours: please send us this line, and the drill file with what it imports'
      process.stderr.write(`syncdrill: ${file}: ${error.message} (${send})\n`)
    }
  }
}

/** Where it cannot be written, nothing that says pass stays on that disk, and the run has not ended well. */
async function written(
  folder: string,
  facts: RunFacts,
  ended: readonly Ended[],
  pages: ReadonlyMap<string, PageOrWhyNot>,
): Promise<Report> {
  const report = reportOf(
    facts,
    ended.map(({ outcome }) => outcome),
  )
  try {
    await writeReport(folder, report, pages)
    return report
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const failure = { class: thrown.class, because: reasonOf(thrown) }
    await Promise.all(ended.map(({ outcome }) => rm(resultOf(join(folder, outcome.folder)), { force: true })))
    const failed = ended.map(({ outcome }) => ({ ...outcome, failures: [...(outcome.failures ?? []), failure] }))
    return reportOf(facts, failed)
  }
}

/** How long a conductor that was let go may take to heal, remove, judge and tell. */
const REAPING_MS = 20_000

async function resultText(folder: string, atMostMs: number): Promise<string | undefined> {
  const read = () => readFile(resultOf(folder), 'utf8')
  return until(read, { what: 'the result', atMostMs, everyMs: 20 }).catch(() => undefined)
}

interface Ended {
  readonly outcome: ArmOutcome
  readonly result: ArmResult | undefined
}

async function outcomeOf(test: TestCase, meta: ArmMeta, interrupted: boolean): Promise<Ended> {
  const text = await resultText(meta.folder, interrupted ? REAPING_MS : 0)
  const line = lineOfArm(await readFile(meta.file, 'utf8').catch(() => ''), meta.arm)
  const where = { folder: `${basename(meta.folder)}/`, ...(line !== undefined && { line }) }
  if (text === undefined) {
    const errors = test.result().errors ?? []
    const because = errors.map((error) => error.message).join('; ') || 'the arm left no result'
    const otherwise = { class: interrupted ? ('interrupted' as const) : ('bug' as const), because }
    const failures = [meta.failure ?? otherwise]
    return { result: undefined, outcome: { arm: meta.arm, row: {}, ...where, durationMs: 0, phases: [], failures } }
  }
  const result = JSON.parse(text) as ArmResult
  const { judgement, tookMs: durationMs } = result
  const { arm, row, expected, failures, phases, usage } = result
  return {
    result,
    outcome: { arm, row, ...where, expected, durationMs, phases, usage, failures, ...(judgement && { judgement }) },
  }
}

/** A ledger that cannot be read is said to be so, on a page that shows the rest. */
function pageFor({ result }: Ended, meta: ArmMeta | undefined): PageOrWhyNot {
  try {
    return pageOf(readLedger(ledgerOf(meta?.folder ?? '')), result?.judgement)
  } catch (thrown) {
    return { unread: reasonOf(thrown) }
  }
}

async function factsOf(meta: ArmMeta, { seed, runtime }: ReporterOptions, ended: readonly Ended[]): Promise<RunFacts> {
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
  }
}
