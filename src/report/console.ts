/** What a terminal or a CI log shows of a run: verdicts, what stands behind them, and how to play it again. */

import { styleText } from 'node:util'
import { inWords } from '../kernel/index.ts'
import { behind, hasMore, type Section } from './behind.ts'
import { commitmentsSection } from './duty/commitments-in-words.ts'
import { headline, objections } from './headline.ts'
import { cut, padded, printable, shellWord, widthOf } from './printable.ts'
import type { ArmReport, Report } from './report.ts'

export interface Terminal {
  readonly columns: number
  readonly colour: boolean
}

/** For logs and files. */
const PLAIN: Terminal = { columns: 120, colour: false }

/** A terminal's own width and taste; NO_COLOR and pipes have none. */
export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  return { columns: stream.columns || 120, colour: styleText('red', '.', { stream }) !== '.' }
}

type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim'

type Paint = (colour: Colour, text: string) => string

/** `folder` is where the report is, as its reader would type it. */
export function toConsole(report: Report, terminal = PLAIN, folder = `reports/${report.drill}/${report.run}/`): string {
  const { columns } = terminal
  const paint = painter(terminal)
  const { arms, counts, exitCode, durationMs, commitments } = report
  const tally = Object.entries(counts).flatMap(([state, count]) => (count > 0 ? [`${count} ${state}`] : []))
  const name = `${report.drill}, seed ${report.seed}, run ${report.run}, ${report.runtime} (${report.because})`
  const lines = [
    ...wrapped(printable(name), columns).map((line) => paint('dim', line)),
    '',
    ...arms.flatMap((arm) => [...armLines(arm, terminal), '']),
    ...(commitments ? [...sectionLines(commitmentsSection(commitments), columns, paint), ''] : []),
    ...report.notices.flatMap((notice) => wrapped(printable(notice), columns)).map((line) => paint('dim', line)),
    '',
    `Report  ${printable(folder)}`,
    ...(hasMore(arms) ? [`Records npx syncdrill show --run ${printable(shellWord(folder))}`] : []),
    `Replay  ${printable(replayOf(report))}`,
    paint(
      exitCode === 0 ? 'green' : 'red',
      `Exit ${exitCode}: ${tally.join(', ') || 'no arms'}, in ${inWords(durationMs)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

export function painter({ colour }: Terminal): Paint {
  return (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text)
}

/** The worst arm's, for that is the one to be played again. */
function replayOf({ arms, exitCode, drill }: Report): string {
  const worst = arms.find((arm) => arm.exitCode === exitCode) ?? arms[0]
  return worst?.replay ?? `npx syncdrill plan ${drill}`
}

/** One arm: its verdict and what stands behind it. */
export function armLines(arm: ArmReport, terminal = PLAIN): readonly string[] {
  const { columns } = terminal
  const paint = painter(terminal)
  const { exitCode } = arm
  const colour = exitCode === 0 ? 'green' : exitCode === 3 ? 'yellow' : 'red'
  return [
    paint('bold', printable(arm.arm)),
    ...wrapped(headline(arm), columns, '  ').map((line) => paint(colour, line)),
    ...objections(arm).flatMap((text) => wrapped(text, columns, '  ! ')),
    ...behind(arm).flatMap((section) => sectionLines(section, columns, paint)),
  ]
}

/** One section by itself. */
export function sectionText(section: Section, terminal = PLAIN): string {
  return `${sectionLines(section, terminal.columns, painter(terminal)).join('\n')}\n`
}

function sectionLines({ title, rows, lines }: ReturnType<typeof behind>[number], columns: number, paint: Paint) {
  const widths: number[] = []
  const cells = (rows ?? []).map((row) => row.map((cell) => printable(cell, 60)))
  for (const row of cells) row.forEach((cell, place) => (widths[place] = Math.max(widths[place] ?? 0, widthOf(cell))))
  const table = cells.map((row) =>
    row
      .map((cell, place) => padded(cell, widths[place] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [
    paint('dim', `  ${title}`),
    ...table.map((line) => cut(`    ${line}`, columns)),
    ...(lines ?? []).flatMap((line) => wrapped(printable(line), columns, '    ')),
  ]
}

/** At spaces; later lines stand under the first. */
export function wrapped(text: string, columns: number, before = ''): readonly string[] {
  const lines: string[] = []
  const start = before + (/^ */.exec(text)?.[0] ?? '')
  const indent = ' '.repeat(start.length)
  let line = start
  let empty = true
  for (const word of text.trimStart().split(' ')) {
    const next = empty ? line + word : `${line} ${word}`
    if (!empty && widthOf(next) > columns) {
      lines.push(line)
      line = indent + word
    } else line = next
    empty = false
  }
  return [...lines, line]
}
