/** Turns the arms that Vitest has run into reports: one per drill, written, printed, and summed up in one exit code. */

import { basename, dirname, relative } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Commitments } from '../commitments/index.ts'
import { EXIT } from '../kernel/index.ts'
import { terminalOf, toBrief, toConsole, worstExitCode, type Report } from '../report/index.ts'
import { endedArm, reportArms } from './ended-arms.ts'

/** How long a conductor that was let go may take to heal, remove, judge and tell. */
const REAPING_MS = 20_000

export interface ReporterOptions {
  readonly seed: number
  readonly out?: NodeJS.WriteStream
  /** That somebody asked for, by name. */
  readonly runtime?: string
  /** What runs are held against. */
  readonly commitments?: Commitments
  /** Called before anything is printed, so that live lines can be cleared. */
  readonly beforePrint?: () => void
  /** One line for each arm, where many drills are run. */
  readonly brief?: boolean
  /** Beside ordinary tests, in a Vitest that is not ours: it tells of its own what fails, and decides how it ends. */
  readonly amongOthers?: boolean
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
    const limitMs = this.interrupted ? REAPING_MS : 0
    const [first, ...others] = await Promise.all(
      cases.map(({ test, meta }) => endedArm(meta, () => this.#withoutResult(test), limitMs)),
    )
    const { amongOthers = false, brief = amongOthers, out = process.stdout, beforePrint } = this.#options
    if (!first) return amongOthers ? undefined : this.#hasProblem(module)
    const report = await reportArms([first, ...others], this.#options)
    this.reports.push(report)
    beforePrint?.()
    const name = `${relative(process.cwd(), dirname(first.meta.folder))}/`
    if (brief) out.write(toBrief(report, terminalOf(out)))
    else out.write(`\n${toConsole(report, terminalOf(out), name)}`)
    if (!amongOthers) return
    out.write(`Report  ${name}\n`)
    // The tests may have passed, and nothing shows it.
    if (report.exitCode === EXIT.environment) process.exitCode ||= EXIT.environment
  }

  #withoutResult(test: TestCase) {
    const said = (test.result().errors ?? []).map((error) => error.message).join('; ')
    return { class: this.interrupted ? 'interrupted' : 'bug', because: said || 'the arm left no result' } as const
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
