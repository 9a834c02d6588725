/**
 * One sentence for people, without its verdict: what hangs, what failed on the way, what is worst, what else, what was
 * refused.
 */

import type { History, ServiceEvent } from '../../history/index.ts'
import { counted } from '../../kernel/index.ts'
import type { Control, Finding } from '../judgement.ts'
import { doubtInWords } from '../doubts/index.ts'
import { serviceHangs } from '../doubts/service-hangs.ts'
import { failedSteps } from '../causes/failed-step.ts'
import { failedStepsOf } from '../measures/failed-steps.ts'
import { seriesOf } from '../causes/service-ended.ts'
import { causeInWords, seriesInWords } from './words.ts'
import type { Evaluation } from '../verdict.ts'
import type { Totals } from '../totals.ts'

/** What does a person the most harm comes first, however rare it is. */
const HARM = [
  'phantom-foreign',
  // Whatever else was found may come of it.
  'gone before the strike',
  'unrecoverable',
  'lost',
  'corrupted',
  'field lost',
  'stale',
  'conflict-dropped',
  'resurrected',
  'misordered',
  'refuses edits',
  'diverged',
  'duplicated',
  'phantom',
  'shown empty',
]

/** The promise of records that nobody of this run wrote. */
const THERE_BEFORE = 'whatWasThereStays'

/** How a finding is said of a record: `are lost`. */
export const SAID: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'phantom-foreign': ['was shown to another account', 'were shown to another account'],
  'gone before the strike': ['was missing before anything struck', 'were missing before anything struck'],
  'field lost': ['lost a field', 'lost fields'],
  'conflict-dropped': ['lost one side of a conflict', 'lost one side of a conflict'],
  resurrected: ['is there though it was deleted', 'are there though they were deleted'],
  misordered: ['is there without its bytes', 'are there without their bytes'],
  diverged: ['is not the same for everybody', 'are not the same for everybody'],
  duplicated: ['is there twice', 'are there twice'],
  corrupted: ['is damaged', 'are damaged'],
}

export function sentenceOf(history: History, evaluation: Evaluation, control: Control): string {
  const failed = failedStepsOf(history)
    .filter(({ mayFail }) => !mayFail)
    .map(({ step, label, command, because, tail }) => {
      const ran = command ? ` ${command.join(' ')}` : ''
      return `${label} (${step}) failed:${ran} ${because}${tail.length > 0 ? `, last words: ${tail.join(' | ')}` : ''}`
    })
  const [hangs, others] = withWhatHangs(evaluation, bodyOf(history, evaluation, control))
  return [...hangs, ...failed, ...others, ...refusalsOf(evaluation.totals)].join('; ')
}

/** Where nothing is proven because a service hangs, that comes first: failed steps and unread records come of it. */
function withWhatHangs({ verdict, doubts }: Evaluation, body: readonly string[]) {
  const hangs = doubts.filter(({ kind }) => verdict === 'inconclusive' && kind === serviceHangs.kind).map(doubtInWords)
  return [hangs, body.filter((one) => !hangs.includes(one))] as const
}

function bodyOf(history: History, evaluation: Evaluation, control: Control): readonly string[] {
  const { verdict, doubts } = evaluation
  if (verdict === 'pass') return [passed(evaluation, control), ...unaskedEnds(history, evaluation)]
  if (verdict === 'fail') return [...brokenOn(evaluation), ...unaskedEnds(history, evaluation)]
  const [first] = doubts.filter(({ kind }) => kind !== 'a step failed')
  return [...(first ? [doubtInWords(first)] : []), ...unaskedEnds(history, evaluation)]
}

function passed({ totals, troubled }: Evaluation, { mutants }: Control): string {
  const tried = mutants.filter(({ state }) => state !== 'not applicable')
  const named = tried.filter(({ state }) => state === 'named')
  const planted = `${named.length} of ${tried.length} planted losses were named`
  const lost = troubled.filter(
    ({ fresh, untouched, losses, acked }) => !fresh && !untouched && losses.length > 0 && acked.length > 0,
  ).length
  const there = totals.thereBefore === 0 ? '' : `, and all ${totals.thereBefore} that were there before`
  if (lost === 0) return `all ${totals.acknowledged} acknowledged records survived${there}; ${planted}`
  const survived = `${totals.acknowledged - lost} of ${totals.acknowledged} acknowledged records survived`
  return `${survived}, the other ${lost} are within the recovery point that was promised${there}; ${planted}`
}

/** Findings of promises that were not waived, by kind, most harmful first; of records as a part of them all. */
function brokenOn({ promises, totals }: Evaluation): readonly string[] {
  const findings = promises
    .filter(({ waived, promise }) => !waived && promise !== 'servicesStayUp')
    .flatMap((one) => one.findings)
  const ofRecords = Map.groupBy(
    findings.filter(({ record, promise }) => record !== undefined && promise !== THERE_BEFORE),
    ({ finding }) => finding,
  )
  const ofThere = Map.groupBy(
    findings.filter(({ record, promise }) => record !== undefined && promise === THERE_BEFORE),
    ({ finding }) => finding,
  )
  const kinds = [...ofRecords].toSorted(([a], [b]) => rankOf(a) - rankOf(b))
  const isAdvised = ofRecords.has('gone before the strike')
  const others = Map.groupBy(
    findings.filter(({ record }) => record === undefined),
    ({ promise, finding }) => `${promise}: ${finding}`,
  )
  const said = [
    ...kinds.map(([finding, own], place) => ({
      rank: rankOf(finding),
      text: ofKind(finding, own, { totals, isFirst: place === 0, isAdvised: isAdvised && place > 0 }),
    })),
    ...[...ofThere].map(([finding, own]) => ({ rank: rankOf(finding), text: ofThereBefore(finding, own, totals) })),
    ...[...others.values()].map((own) => ({ rank: rankOf(own[0]?.finding), text: oneOf(own) })),
  ]
  return said.toSorted((a, b) => a.rank - b.rank).map(({ text }) => text)
}

function rankOf(finding = ''): number {
  const place = HARM.indexOf(finding)
  return place < 0 ? HARM.length : place
}

/** The first, and how many more. */
function oneOf([first, ...rest]: readonly Finding[]): string {
  return `${first?.because ?? 'a promise was broken'}${rest.length > 0 ? `, and ${rest.length} more such` : ''}`
}

interface Whole {
  readonly totals: Totals
  /** The sentence says to check the adapter first. */
  readonly isAdvised: boolean
  readonly isFirst: boolean
}

/** `143 of 600 acknowledged records are unrecoverable, photos worst, taken by power cycle`. */
function ofKind(finding: string, findings: readonly Finding[], { totals, isFirst, isAdvised }: Whole): string {
  const hit = new Set(findings.filter(({ uncounted }) => !uncounted).map(({ record }) => record)).size
  const all = new Set(findings.map(({ record }) => record)).size
  const [one, many] = SAID[finding] ?? [`is ${finding}`, `are ${finding}`]
  const what =
    hit === 0
      ? `${counted(all, 'fresh, unacknowledged or untouched record')} ${all === 1 ? one : many}`
      : `${hit} ${isFirst ? `of ${totals.acknowledged} acknowledged records ` : ''}${hit === 1 ? one : many}`
  const worst = isFirst && hit > 0 ? worstCollection(findings, totals) : undefined
  return `${what}${worst === undefined ? '' : `, ${worst} worst`}${takenBy(finding, findings, isAdvised)}`
}

/** `3 of 10000 records that were there before are lost, taken by kill service`. */
function ofThereBefore(finding: string, findings: readonly Finding[], { thereBefore }: Totals): string {
  const count = new Set(findings.map(({ record }) => record)).size
  const [one, many] = SAID[finding] ?? [`is ${finding}`, `are ${finding}`]
  const what = `${count} of ${counted(thereBefore, 'record')} that were there before`
  return `${what} ${count === 1 ? one : many}${takenBy(finding, findings, false)}`
}

const CHECK_FIRST = 'before anything struck: check the adapter first'

/**
 * By most of them. How many were there before anything struck is said apart, where nothing else in the sentence says
 * so: what the service then did by itself is no news.
 */
function takenBy(finding: string, findings: readonly Finding[], isAdvised: boolean): string {
  const [early, later] = partition(
    findings.filter(({ cause }) => cause !== undefined),
    ({ cause }) => cause?.kind === 'before anything struck',
  )
  if (finding === 'gone before the strike') return ': check the adapter first'
  const records = new Set(early.map(({ record }) => record)).size
  const isAll = later.length === 0
  const apart = records === 0 || isAdvised ? '' : `, ${isAll ? '' : `${records} of them `}${CHECK_FIRST}`
  const groups = [...Map.groupBy(later, ({ cause }) => (cause ? causeInWords(cause) : ''))]
  const [most] = groups.toSorted(([, a], [, b]) => b.length - a.length)
  const kind = most?.[1][0]?.cause?.kind
  if (!most || (kind === 'the service itself' && apart !== '')) return apart
  if (kind === 'delete ignored') return `${apart}: the service acknowledged that, and no read found it carried out`
  return `, taken by ${most[0]}${apart}`
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

function worstCollection(findings: readonly Finding[], { byCollection }: Totals): string | undefined {
  const shares = [...Map.groupBy(findings, (one) => one.collection)].map(([name, own]) => {
    const of = name === undefined ? 0 : Object.values(byCollection[name] ?? {}).reduce((sum, count) => sum + count, 0)
    return { name, share: new Set(own.map(({ record }) => record)).size / Math.max(1, of) }
  })
  return shares.length < 2 ? undefined : shares.toSorted((a, b) => b.share - a.share)[0]?.name
}

/**
 * Services that ended by themselves are said whatever the verdict, waived or not, and those that did not come up again
 * where no failed step has said so.
 */
function unaskedEnds(history: History, { promises }: Evaluation): readonly string[] {
  const closing = history.end?.at ?? Infinity
  const isTold = ({ before, at }: ServiceEvent) =>
    before === 'asked down' && failedSteps(history).some(({ from, until }) => from < at && until > at)
  const ends = seriesOf(history).filter(({ first }) => first.at < closing && !isTold(first))
  const waived = promises.some(({ promise, waived: is }) => promise === 'servicesStayUp' && is) ? ' (waived)' : ''
  return [...Map.groupBy(ends, ({ first: { service } }) => service).values()].flatMap(([first, ...rest]) => {
    if (!first) return []
    const more = rest.length > 0 ? `, and ${rest.length} more ${rest.length === 1 ? 'time' : 'times'}` : ''
    return [`${seriesInWords(first)}${more}${waived}`]
  })
}

function refusalsOf({ edits: { sent, refused, unanswered } }: Totals): readonly string[] {
  const parts = [
    ...(refused > 0 ? [`${refused} of ${counted(sent, 'edit')} refused`] : []),
    ...(unanswered > 0 ? [`${unanswered} ${refused > 0 ? '' : `of ${counted(sent, 'edit')} `}unanswered`] : []),
  ]
  return parts.length > 0 ? [parts.join(', ')] : []
}
