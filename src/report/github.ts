/**
 * What GitHub Actions shows of a run by itself: annotations on the drill's own lines, and the summary of the step.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

import { appendFile, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { counted, Failure, reasonOf } from '../kernel/index.ts'
import { headline, objections } from './headline.ts'
import { printable } from './printable.ts'
import type { ArmReport, Report } from './report.ts'
import { toSummary } from './summary.ts'

/** GitHub shows ten of a step, and drops the others without a word. */
const ANNOTATIONS = 8
/** GitHub refuses a summary of more than 1,024 KB, and shows nothing of it. */
const LARGEST_SUMMARY = 1_000_000

/** As the runner sets it: `GITHUB_ACTIONS`, `GITHUB_WORKSPACE` and `GITHUB_STEP_SUMMARY` are read. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Does nothing elsewhere. Throws an environment `Failure` where the summary cannot be written. */
export async function tellGitHub(
  reports: readonly Report[],
  environment: Environment,
  write: (text: string) => unknown,
): Promise<void> {
  if (environment['GITHUB_ACTIONS'] !== 'true') return
  for (const line of annotationsOf(reports, environment['GITHUB_WORKSPACE'])) write(`${line}\n`)
  const { GITHUB_STEP_SUMMARY: summary = '' } = environment
  if (summary === '') return
  try {
    for (const report of reports) await appendSummary(summary, report)
  } catch (thrown) {
    throw new Failure('environment', `GITHUB_STEP_SUMMARY ${summary}: cannot be written: ${reasonOf(thrown)}`)
  }
}

/** A line for each arm that did not end as it should, losses first; what is too much is counted in the last one. */
export function annotationsOf(reports: readonly Report[], workspace = process.cwd()): readonly string[] {
  const wrong = reports.flatMap((report) => report.arms.filter(isWrong).map((arm) => ({ report, arm })))
  const worstFirst = wrong.toSorted((one, other) => rankOf(one.arm) - rankOf(other.arm))
  const shown = worstFirst.slice(0, wrong.length > ANNOTATIONS ? ANNOTATIONS - 1 : ANNOTATIONS)
  const rest = wrong.length - shown.length
  const lines = shown.map(({ report, arm }) =>
    command(arm.state === 'not run' ? 'warning' : 'error', {
      ...(report.file !== '' && { file: relative(workspace, resolve(report.file)) }),
      ...(arm.line !== undefined && { line: `${arm.line}` }),
      title: printable(`${report.drill}: ${arm.arm}`),
      text: [headline(arm), ...objections(arm), `replay: ${printable(arm.replay)}`].join('\n'),
    }),
  )
  const more = `${counted(rest, 'more arm')} did not end as expected: the summary of this step names them`
  return rest === 0 ? lines : [...lines, command('error', { title: 'syncdrill', text: more })]
}

const isWrong = ({ state }: ArmReport): boolean => state !== 'as expected'

const rankOf = ({ state, judgement }: ArmReport): number =>
  state === 'not run' ? 3 : state === 'error' ? 2 : judgement?.verdict === 'fail' ? 0 : 1

interface Annotation {
  readonly title: string
  readonly text: string
  readonly file?: string
  readonly line?: string
}

function command(level: 'error' | 'warning', { text, ...properties }: Annotation): string {
  const named = Object.entries(properties).map(([name, value]) => `${name}=${escaped(value, /[%\r\n:,]/g)}`)
  return `::${level} ${named.join(',')}::${escaped(text, /[%\r\n]/g)}`
}

/** The runner reads percent signs and the ends of lines and properties. */
const escaped = (text: string, marks: RegExp): string =>
  text.replaceAll(marks, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

/** Of what does not fit any more, the verdicts alone. */
async function appendSummary(path: string, report: Report): Promise<void> {
  const whole = toSummary(report)
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  const fits = size + Buffer.byteLength(whole) <= LARGEST_SUMMARY
  await appendFile(path, fits ? `${whole}\n` : `${shortOf(report)}\n`)
}

function shortOf({ drill, run, exitCode }: Report): string {
  return `\`${drill.replaceAll(/[^\w.-]/g, '_')}\`: exit code ${exitCode}; the summary is full: see run \`${run}\`\n`
}
