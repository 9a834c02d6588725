/** The promise `takesEdits`. Cost: linear in the devices. */

import { refuseOthers } from '../../kernel/declared.ts'
import { counted, fractionOf, type Share } from '../../kernel/index.ts'
import type { History, Streak } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import { causeIn, lastInjuryBefore } from '../causes/injury.ts'
import type { Finding } from '../judgement.ts'
import { refusedToTheEnd } from '../refused.ts'
import { causeInWords } from '../words/words.ts'
import { termIn } from '../terms.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'The service takes edits, during the drill and again after recovery. Refuted by devices whose every answer from ' +
  'some moment to the end was a refusal or no answer, while the server could be read; with `refusedWithin`, also ' +
  'by a greater share of all edits refused for good. Inconclusive where nothing was sent.'

export const FINDINGS = {
  'refuses edits':
    'The service takes no edits any more. From some moment to the end every answer to a device was a refusal or ' +
    'no answer, the last of them while the run came to rest, and its account could be read.',
  refused:
    'More edits were refused than may be. Of all edits that were sent, fresh ones aside, a greater share than ' +
    '`refusedWithin` was refused in every attempt.',
} as const

type Refusal = keyof typeof FINDINGS

/**
 * The service takes edits, also after recovery. Judged always, unless waived; with `refusedWithin` it also bounds how
 * many of all edits that were sent it may refuse, fresh ones aside.
 * @example
 * promises: [takesEdits({ refusedWithin: '1%' })]
 */
export function takesEdits({ refusedWithin, ...others }: { readonly refusedWithin?: Share } = {}): Claim<Refusal> {
  refuseOthers('takesEdits', others, 'refusedWithin')
  const bound = refusedWithin === undefined ? '' : `, and refuses at most ${refusedWithin} of them`
  const terms =
    refusedWithin === undefined ? {} : { refusedWithin: fractionOf(refusedWithin, 'takesEdits: refusedWithin') }
  return {
    promise: 'takesEdits',
    claim: `The service takes edits, also after recovery${bound}.`,
    findings: ['refuses edits', 'refused'],
    terms,
  }
}

export const examine: Examine = (history, assessed, terms) => {
  const { sent } = assessed.totals.edits
  return { findings: [...toTheEnd(history, assessed), ...refusedTooOften(assessed, terms)], evaluated: sent }
}

function refusedTooOften({ totals: { edits } }: Assessed, terms: Parameters<Examine>[2]): readonly Finding[] {
  const limit = termIn(terms, 'refusedWithin')
  if (typeof limit !== 'number' || edits.refused <= limit * edits.sent) return []
  const most = `${(limit * 100).toFixed(1)} %`
  const because = `${edits.refused} of ${edits.sent} edits were refused, and at most ${most} may be`
  return [{ promise: 'takesEdits', finding: 'refused', because, lines: [] }]
}

/** Devices that were refused while the run came to rest, and never acknowledged again. */
function toTheEnd(history: History, { finals }: Assessed): readonly Finding[] {
  const streaks = refusedToTheEnd(finals)
  const answers = new Map<string, { count: number; from: number }>()
  for (const [answer, { count, from }] of streaks.flatMap((streak) => [...streak.answers])) {
    const same = answers.get(answer)
    answers.set(answer, { count: (same?.count ?? 0) + count, from: Math.min(same?.from ?? from, from) })
  }
  const [most, ...others] = [...answers].toSorted(([, a], [, b]) => b.count - a.count)
  if (!most) return []
  const [answer, { count, from }] = most
  const rest = others.reduce((sum, [, one]) => sum + one.count, 0)
  const beside = rest > 0 ? `, and otherwise ${timesOf(rest)}` : ''
  const injury = lastInjuryBefore(history, from)
  const cause = injury && causeIn(injury)
  const since = cause ? ` since ${causeInWords(cause)} (${cause.step})` : ''
  const devices = counted(streaks.length, 'device')
  const words = `${answer}, ${timesOf(count)}${beside}`
  const because = hangsOnWrites(history, streaks)
    ? `the service left every edit of ${devices} without an answer${since}, ${timesOf(count + rest)}`
    : isRefused(streaks)
      ? `the service refused every edit of ${devices}${since}: ${words}`
      : `no edit of ${devices} had an answer${since}: ${words}`
  return [{ promise: 'takesEdits', finding: 'refuses edits', because, lines: [from], ...(cause && { cause }) }]
}

/** It goes on answering reads, and has refused nothing. */
function hangsOnWrites({ silences }: History, streaks: readonly Streak[]): boolean {
  return !isRefused(streaks) && silences.some(({ to, until }) => to === 'changes' && until === Infinity)
}

const isStatus = (answer: string): boolean => /^\d+$/.test(answer)

const timesOf = (count: number): string => (count === 1 ? 'once' : `${count.toLocaleString('en')} times`)

/** Some answer was the service's own, and not only the words of whoever waited for one. */
const isRefused = (streaks: readonly Streak[]): boolean =>
  streaks.some(({ rejected, answers }) => rejected > 0 || [...answers.keys()].some(isStatus))
