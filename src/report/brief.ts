/** Many drills at once: a line for each arm as it ends, and a table of all of them at the end. */

import { counted, inWords } from '../kernel/index.ts'
import { commitmentsTally } from './duty/commitments-in-words.ts'
import { painter, type Terminal } from './console.ts'
import { headline, objections } from './headline.ts'
import { padded, printable, widthOf } from './printable.ts'
import type { ArmReport, Report } from './report.ts'

/** A drill that the runtime cannot host, and why. */
export interface NotHosted {
  readonly drill: string
  readonly because: string
}

const COLOURS = { 'as expected': 'green', 'not as expected': 'red', error: 'red', 'not run': 'yellow' } as const

/** `bad-upgrade: behind the upgrade gate: PASS as expected: all 406 …, in 9.1s`. */
export function toBrief({ drill, arms, commitments }: Report, terminal: Terminal): string {
  const paint = painter(terminal)
  const lines = arms.flatMap((arm) => {
    const said = `${printable(drill)}: ${printable(arm.arm)}: ${headline(arm)}, in ${inWords(arm.durationMs)}`
    // No page tells more of an arm that has no verdict.
    const more = arm.state === 'error' ? objections(arm).map((text) => `  ! ${text}`) : []
    return [paint(COLOURS[arm.state], said), ...more]
  })
  const held = commitments
    ? [`${printable(drill)}: commitments of ${printable(commitments.provider)}: ${commitmentsTally(commitments)}`]
    : []
  return `${[...lines, ...held].join('\n')}\n`
}

export function toTable(reports: readonly Report[], left: readonly NotHosted[], terminal: Terminal): string {
  const paint = painter(terminal)
  const rows = reports.flatMap(({ drill, arms }) => arms.map((arm) => ({ arm, cells: cellsOf(drill, arm) })))
  const head = ['drill', 'arm', 'expected', 'found', 'time']
  const widths = head.map((title, place) =>
    Math.max(widthOf(title), ...rows.map(({ cells }) => widthOf(cells[place] ?? ''))),
  )
  const line = (cells: readonly string[]) => cells.map((cell, place) => padded(cell, widths[place] ?? 0)).join('  ')
  const count = (state: ArmReport['state']) => rows.filter(({ arm }) => arm.state === state).length
  const states = Object.keys(COLOURS) as ArmReport['state'][]
  const tally = states.flatMap((state) => (count(state) > 0 ? [`${count(state)} ${state}`] : []))
  return `${[
    paint('dim', line(head).trimEnd()),
    ...rows.map(({ arm, cells }) => paint(COLOURS[arm.state], line(cells).trimEnd())),
    '',
    `${counted(reports.length, 'drill')}, ${counted(rows.length, 'arm')}: ${tally.join(', ')}`,
    ...(left.length > 0 ? [`${counted(left.length, 'drill')} cannot run here:`] : []),
    ...left.map(({ drill, because }) => `  ${printable(drill)}: ${printable(because)}`),
  ].join('\n')}\n`
}

function cellsOf(drill: string, { arm, expected, judgement, state, durationMs }: ArmReport): readonly string[] {
  const found = judgement?.verdict ?? state
  const other = state === 'not as expected' && found === expected?.verdict ? `${found}, otherwise` : found
  return [printable(drill), printable(arm), expected?.verdict ?? '', other, inWords(durationMs)]
}
