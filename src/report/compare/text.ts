/** The comparison for a terminal: a table where it has room for one, and else line under line. */

import { painter, type Terminal } from '../console.ts'
import { cut, padded, printable, widthOf } from '../printable.ts'
import { letterOf, type Comparison } from './compared.ts'
import { linesOf } from './rows.ts'

/** Before a line of which the columns are not alike. */
const UNLIKE = '≠'

export function comparisonLines(comparisons: readonly Comparison[], terminal: Terminal): readonly string[] {
  const { columns } = terminal
  const paint = painter(terminal)
  return comparisons.flatMap((comparison) => [
    paint('bold', cut(printable(comparison.title), columns)),
    ...comparison.columns.map(({ drill, run, arm }, at) =>
      cut(printable(`  ${letterOf(at)}  ${drill}/${run}: ${arm}`), columns),
    ),
    '',
    ...blockOf(
      comparison.differs.map(({ name, values }) => ({ name, cells: values, isAlike: false })),
      { title: 'what differs', terminal, count: comparison.columns.length },
    ),
    ...blockOf(linesOf(comparison), { title: 'what became of it', terminal, count: comparison.columns.length }),
  ])
}

interface Row {
  readonly name: string
  readonly cells: readonly string[]
  readonly isAlike: boolean
}

interface Block {
  readonly title: string
  readonly terminal: Terminal
  readonly count: number
}

function blockOf(rows: readonly Row[], { title, terminal, count }: Block): readonly string[] {
  const paint = painter(terminal)
  const letters = Array.from({ length: count }, (_, place) => letterOf(place))
  const head: Row = { name: title, cells: letters, isAlike: true }
  const shown = [head, ...rows].map(({ name, cells, isAlike }) => ({
    isAlike,
    texts: [name, ...cells].map((cell) => printable(cell)),
  }))
  const widths = head.cells.map((_, place) => Math.max(...shown.map(({ texts }) => widthOf(texts[place + 1] ?? ''))))
  const first = Math.max(...shown.map(({ texts: [name = ''] }) => widthOf(name)))
  const whole = 2 + first + widths.reduce((sum, width) => sum + 2 + width, 0)
  const table = shown.map(({ texts, isAlike }) => {
    const cells = texts.map((text, place) => padded(text, place === 0 ? first : (widths[place - 1] ?? 0)))
    return { isAlike, line: `${isAlike ? ' ' : UNLIKE} ${cells.join('  ').trimEnd()}` }
  })
  const lines =
    whole <= terminal.columns ? table : shown.flatMap((row, place) => stacked(row, place, letters, terminal))
  return [
    ...lines.map(({ line, isAlike }, place) =>
      place === 0 ? paint('dim', line) : isAlike ? line : paint('yellow', line),
    ),
    '',
  ]
}

/** What is alike is said once. */
function stacked(
  { texts, isAlike }: { readonly texts: readonly string[]; readonly isAlike: boolean },
  place: number,
  letters: readonly string[],
  { columns }: Terminal,
) {
  const [name = '', ...cells] = texts
  if (place === 0) return [{ isAlike, line: cut(`  ${name}`, columns) }]
  if (isAlike) return [{ isAlike, line: cut(`  ${name}: ${cells[0] ?? ''}`, columns) }]
  return [
    { isAlike, line: cut(`${UNLIKE} ${name}`, columns) },
    ...cells.map((cell, at) => ({ isAlike, line: cut(`    ${letters[at] ?? ''}  ${cell}`, columns) })),
  ]
}
