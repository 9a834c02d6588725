/** The drill log for a terminal: for each arm its turns, and one line for each time that it was played. */

import { inWords } from '../../kernel/index.ts'
import { painter, type Terminal } from '../console.ts'
import { cut, padded, printable, widthOf } from '../printable.ts'
import { isGreen, lossesInWords, type ArmLog, type Played, type Turn } from './played.ts'

/** `most`: how many runs of an arm are listed, the newest ones. */
export function logLines(
  logs: readonly ArmLog[],
  { most, terminal }: { readonly most: number; readonly terminal: Terminal },
): readonly string[] {
  const paint = painter(terminal)
  return logs.flatMap(({ drill, arm, played, turns }, place) => {
    const isFirst = logs[place - 1]?.drill !== drill
    const shown = played.slice(Math.max(0, played.length - most))
    const older = played.length - shown.length
    const table = aligned([HEAD, ...shown.map(cellsOf)])
    const rows = table.map((line, row) => {
      const one = shown[row - 1]
      const text = `    ${cut(line, terminal.columns - 4)}`
      return one ? paint(isGreen(one) ? 'green' : 'red', text) : paint('dim', text)
    })
    return [
      ...(isFirst ? [...(place > 0 ? [''] : []), paint('bold', printable(drill))] : []),
      cut(`  ${printable(arm)}: ${tallyOf(played)}`, terminal.columns),
      ...turns.slice(-2).map((turn) => paint(turn.to === 'red' ? 'red' : 'green', `    ${turnInWords(turn)}`)),
      ...(older > 0 ? [paint('dim', `    ${older} older runs are on the page`)] : []),
      ...rows,
    ]
  })
}

/** `turned red on 2026-11-30 10:12 (fail, expected to pass); since the run before: commit 1a -> 2b, seed 3 -> 7`. */
export function turnInWords({ to, at, changed }: Turn): string {
  const why = changed.length > 0 ? changed.join(', ') : 'nothing that is recorded has changed'
  return printable(`turned ${to} on ${dayOf(at.started)} (${endOf(at)}); since the run before: ${why}`)
}

export function tallyOf(played: readonly Played[]): string {
  const green = played.filter(isGreen).length
  return `${green} of ${played.length} ended as expected`
}

/** `fail as expected`, `pass, expected to fail`, `error`. */
export function endOf({ verdict, expected, state }: Pick<Played, 'verdict' | 'expected' | 'state'>): string {
  if (!verdict) return state === 'not run' ? 'not run' : 'no verdict'
  if (state === 'as expected') return `${verdict} as expected`
  if (expected !== undefined && expected !== verdict) return `${verdict}, expected to ${expected}`
  return `${verdict}, ${state}`
}

/** To the minute, in UTC. */
export const dayOf = (started: string): string => started.slice(0, 16).replace('T', ' ')

export const durationOf = (ms: number | undefined): string => (ms === undefined ? '-' : inWords(ms))

export const commitOf = ({ versions }: Played): string => versions['commit'] ?? '-'

const HEAD = ['when (UTC)', 'ended', 'RPO', 'RTO', 'seed', 'runtime', 'commit', 'lost']

function cellsOf(one: Played): readonly string[] {
  return [
    dayOf(one.started),
    endOf(one),
    durationOf(one.recoveryPointMs),
    durationOf(one.recoveryTimeMs),
    String(one.seed),
    one.runtime,
    commitOf(one),
    lossesInWords(one) || '-',
  ].map((cell) => printable(cell))
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
