/** An offer of a rehearsal on a terminal, and what somebody typed. */

import { printable } from '../../kernel/index.ts'
import type { Offer } from '../../conductor/rehearsal/offer.ts'
import { painter, wrapped, type terminalOf } from '../../report/index.ts'

export function offerText({ before, changed, next, choices }: Offer, terminal: ReturnType<typeof terminalOf>): string {
  const { columns } = terminal
  const paint = painter(terminal)
  const all = (lines: readonly string[], indent: string) =>
    lines.flatMap((line) => wrapped(printable(line, 1_000), columns, indent))
  const what = next.length > 0 ? all(next, '  ') : [`  every step is done; what follows is read and judged`]
  const lines = [
    ...(changed.length > 0 ? [paint('dim', 'Changed'), ...all(changed, '  ')] : []),
    paint('bold', `Next, ${before}`),
    ...what,
    ...wrapped(`Type ${waysIn(choices)}:`, columns),
  ]
  return `\n${lines.join('\n')}\n> `
}

/** `1 or 'go on', 2 or 'stop'`. */
export function waysIn(choices: readonly string[]): string {
  return choices.map((choice, place) => `${place + 1} or '${printable(choice)}'`).join(', ')
}

/** By its number or its words; undefined for anything else. */
export function choiceIn(line: string, choices: readonly string[]): string | undefined {
  const said = line.trim().toLowerCase()
  return choices.find((choice, place) => said === choice.toLowerCase() || said === `${place + 1}`)
}
