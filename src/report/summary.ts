/** summary.md, for $GITHUB_STEP_SUMMARY: a table of verdicts, then what stands behind each. */

import { inWords } from '../kernel/index.ts'
import { behind, type Section } from './behind.ts'
import type { CommitmentsReport } from './duty/commitments.ts'
import { commitmentsTally, reasons } from './duty/commitments-in-words.ts'
import { headline, objections } from './headline.ts'
import { printable } from './printable.ts'
import type { ArmReport, Report } from './report.ts'

/** GitHub refuses a step's summary of more than 1,024 KB, and shows nothing of it. */
const LARGEST = 900_000

export function toSummary(report: Report): string {
  const { title, drill, seed, run, runtime, durationMs, exitCode, arms, notices, commitments } = report
  const facts = `${drill}, seed ${seed}, run ${run}, ${runtime}, ${inWords(durationMs)}, exit code ${exitCode}`
  const table = [['arm', 'verdict', 'time'], ...arms.map((arm) => [arm.arm, headline(arm), inWords(arm.durationMs)])]
  const text = [
    `## ${md(title)}`,
    md(facts),
    tableOf(table),
    ...arms.flatMap(armOf),
    ...(commitments ? commitmentsOf(commitments) : []),
    ...notices.map((notice) => `> ${md(notice)}`),
  ].join('\n\n')
  return `${shortened(text)}\n`
}

function armOf(arm: ArmReport): readonly string[] {
  return [
    `### ${md(arm.arm)}`,
    `**${md(headline(arm))}**`,
    listOf(objections(arm)),
    ...behind(arm).map(sectionOf),
    `Replay: <code>${md(arm.replay)}</code>`,
  ].filter((part) => part !== '')
}

function commitmentsOf(commitments: CommitmentsReport): readonly string[] {
  const { provider, tier, lines } = commitments
  const rows = lines.map((line) => [line.promised, line.state, reasons(line).join('; ')])
  return [
    `### ${md(`Commitments of ${provider}, tier ${tier}`)}`,
    md(commitmentsTally(commitments)),
    tableOf([['promised', 'this run', 'because'], ...rows]),
  ]
}

function sectionOf({ title, rows, lines = [] }: Section): string {
  const body = rows ? tableOf(rows) : listOf(lines)
  return `<details><summary>${md(title)}</summary>\n\n${body}\n\n</details>`
}

const listOf = (lines: readonly string[]): string => lines.map((line) => `- ${md(line.trim())}`).join('\n')

function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => md(cell)).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/**
 * Text as text: no markup, no HTML, no link, no mention. Character references mean nothing to Markdown but the
 * character, and so `www` without its dot and `http` without its colon become no links.
 */
function md(text: string): string {
  return printable(text)
    .replaceAll(/[&<>`*_[\]()|~#!\\:@${}"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replaceAll(/www\./gi, (word) => `${word.slice(0, 3)}&#46;`)
}

function shortened(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= LARGEST) return text
  const end = bytes.lastIndexOf('\n', LARGEST)
  return `${bytes.toString('utf8', 0, end)}\n\nCut here: ${bytes.length - end} bytes more are in report.json.`
}
