/** What is compared, line by line: a name, and a cell for each column. */

import { FATES, FLAGS, type Counts } from '../../judge/judgement.ts'
import { inWords } from '../../kernel/index.ts'
import { endOf } from '../log/text.ts'
import { lostIn, namesIn, totalOf } from '../without-bulk.ts'
import type { Compared, Comparison, Outcome, PromiseCompared } from './compared.ts'

export interface Line {
  readonly name: string
  /** What a promise says, where the line is one's. */
  readonly claim?: string
  /** The fates that a cell tells in words, where it does. */
  readonly fates?: readonly (Counts<string> | undefined)[]
  readonly cells: readonly string[]
  readonly isAlike: boolean
}

const NOTHING = '-'

export function linesOf({ columns }: Comparison): readonly Line[] {
  const outcomes = columns.map(({ outcome }) => outcome)
  const line = (name: string, cellOf: (outcome: Outcome) => string): Line =>
    lineOf(
      name,
      outcomes.map((outcome) => (outcome ? cellOf(outcome) : NOTHING)),
    )
  const names = (of: (outcome: Outcome) => Readonly<Record<string, unknown>>) =>
    namesIn(...outcomes.flatMap((outcome) => (outcome ? [of(outcome)] : [])))
  const collections = namesIn(...outcomes.flatMap((outcome) => (outcome ? [outcome.fates, outcome.flags] : [])))
  return [
    lineOf('ended', columns.map(ended)),
    line('acknowledged', ({ acknowledged }) => `${acknowledged}`),
    ...collections.map((one) => ({
      ...line(one, ({ fates, flags }) => fatesInWords(fates[one] ?? {}, flags[one] ?? {})),
      fates: outcomes.map((outcome) => outcome?.fates[one]),
    })),
    ...names(({ lostBy }) => lostBy).map((group) =>
      line(`lost by ${group}`, ({ lostBy }) => {
        const { lost, of, atLeast } = lostBy[group] ?? { lost: 0, of: 0, atLeast: false }
        return `${atLeast ? 'at least ' : ''}${lost} of ${of}`
      }),
    ),
    ...names(({ recoveryPoint }) => recoveryPoint).map((one) => line(`RPO ${one}`, (outcome) => pointOf(outcome, one))),
    ...names(({ recoveryTime }) => recoveryTime).map((one) => line(`RTO ${one}`, (outcome) => timeOf(outcome, one))),
    line('edits refused', ({ edits }) => `${edits.refused} of ${edits.sent}`),
    line('edits unanswered', ({ edits }) => `${edits.unanswered} of ${edits.sent}`),
    line('whole copies', ({ copies }) =>
      copies.claimed === 0 ? 'no copy' : `${copies.whole} of ${copies.claimed} that claimed it`,
    ),
    ...[...promisesIn(outcomes)].map(([promise, claim]) => ({
      ...line(promise, ({ promises }) => heldInWords(promises.find((one) => one.promise === promise))),
      claim,
    })),
  ]
}

function lineOf(name: string, cells: readonly string[]): Line {
  return { name, cells, isAlike: new Set(cells).size === 1 }
}

const ended = (column: Compared): string => endOf(column)

/** Those that a drill lists, and those that were broken. */
function promisesIn(outcomes: readonly (Outcome | undefined)[]): ReadonlyMap<string, string> {
  const all = outcomes.flatMap((outcome) => outcome?.promises ?? [])
  const asked = all.filter(({ listed, verdict }) => listed || verdict === 'fail')
  return new Map(asked.map(({ promise, claim }) => [promise, claim]))
}

function heldInWords(result: PromiseCompared | undefined): string {
  if (!result) return 'not asked'
  if (result.verdict === 'pass') return 'kept'
  const found = countsInWords(result.found)
  if (result.verdict === 'inconclusive') return 'not shown'
  return found === '' ? 'broken' : found
}

function pointOf({ recoveryPoint }: Outcome, collection: string): string {
  const point = recoveryPoint[collection]
  if (!point) return NOTHING
  return point.lost === 0 ? 'none lost' : inWords(point.ms)
}

function timeOf({ recoveryTime }: Outcome, collection: string): string {
  const time = recoveryTime[collection]
  if (!time) return NOTHING
  return time.all === undefined ? 'never' : inWords(time.all)
}

/** `8 lost, 2 stale of 33; 1 resurrected`, and `33 whole` where nothing is to be said. */
function fatesInWords(fates: Counts<string>, flags: Counts<string>): string {
  const total = totalOf(fates)
  const bad = FATES.filter((fate) => (fates[fate] ?? 0) > 0 && lostIn({ [fate]: 1 }) > 0)
  const flagged = FLAGS.filter((flag) => (flags[flag] ?? 0) > 0).map((flag) => `${flags[flag]} ${flag}`)
  const lost = bad.map((fate) => `${fates[fate]} ${fate}`)
  const said = lost.length > 0 ? `${lost.join(', ')} of ${total}` : `${total} whole`
  return [said, ...flagged].join('; ')
}

const countsInWords = (counts: Counts<string>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')
