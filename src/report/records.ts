/** Records of a run, as lines: what became of each, and, of those that are named, all that happened to them. */

import type { Fold } from '../history/index.ts'
import type { RecordLife } from '../judge/index.ts'
import { inWords } from '../kernel/index.ts'
import { lifeOf } from './behind.ts'
import { wrapped, type Terminal } from './console.ts'
import { Lives } from './html/lives.ts'
import { printable } from './printable.ts'

/** One line, and one below it: what became of it, who wrote it, and what took it. */
export function recordLines(life: RecordLife, { columns }: Terminal): readonly string[] {
  return lifeOf(life).flatMap((line) => wrapped(printable(line), columns, '  '))
}

/** Tells the whole lives of some records while their ledger is folded. */
export class RecordEvents {
  readonly #lives: Lives

  constructor(fold: Fold, names: ReadonlySet<string>) {
    this.#lives = new Lives(fold.history, undefined, { wrong: 0, well: 0, only: names, events: Infinity })
    fold.tell(this.#lives)
  }

  /** `entry 329  at 13s of the drill  phones-1 makes it (phones-1.3)`, oldest first. */
  lines(record: string, { columns }: Terminal): readonly string[] {
    const events = this.#lives.atEnd().find((one) => one.record === record)?.events ?? []
    const places = events.map(({ at }) => `${at}`.length)
    const width = Math.max(0, ...places)
    return events.flatMap(({ at, drillMs, text }) =>
      wrapped(printable(text), columns, `    entry ${`${at}`.padStart(width)}  ${inWords(drillMs).padStart(6)}  `),
    )
  }
}

/** Something is wrong with it, or nobody knows. */
export function isWrong({ fate, flags }: RecordLife): boolean {
  return flags.length > 0 || !WELL.has(fate)
}

const WELL: ReadonlySet<RecordLife['fate']> = new Set(['durable', 'recovered', 'indeterminate'])
