/** What users were told, held against the ledger: whether it was so, and how long they were told something else. */

import type { Announcement, History } from '../../history/index.ts'
import { counted, inWords } from '../../kernel/index.ts'
import type { Assessed } from '../assess.ts'
import type { AnnouncementJudged } from '../judgement.ts'
import { owedAt, readsOf, type Owed } from './owed.ts'

/** `trueMs`: when what was said became so, on the clock of the run; Infinity for never. */
interface Held {
  readonly state: AnnouncementJudged['state']
  readonly because: string
  readonly lines: readonly number[]
  readonly trueMs?: number
}

/** In the order in which they were made. Cost: linear in the records, for each announcement. */
export function judgeAnnouncements(history: History, assessed: Assessed): readonly AnnouncementJudged[] {
  const held = history.announcements.map((one) => ({ one, ...heldAgainst(history, assessed, one) }))
  return held.map(({ one, state, because, lines, trueMs = Infinity }) => {
    const { step, words, claims, cites, at, ms } = one
    const common = { step, at, ms, words, claims, ...(cites !== undefined && { cites }), state, because, lines }
    if (state !== 'wrong') return common
    const corrected = held.find((later) => later.state === 'true' && later.one.at > at && covers(later.one, one))
    const ends = [
      { until: 'it came true' as const, ms: trueMs },
      { until: 'it was corrected' as const, ms: corrected?.one.ms ?? Infinity },
      { until: 'the run ended' as const, ms: history.latest.ms },
    ].toSorted((a, b) => a.ms - b.ms)
    const [first] = ends
    return first ? { ...common, wrongForMs: Math.max(0, first.ms - ms), until: first.until } : common
  })
}

/** Real milliseconds from the strike until something true was announced; undefined for never. */
export function timeToTruth({ strike }: History, judged: readonly AnnouncementJudged[]): number | undefined {
  const first = judged.find(({ state, at }) => state === 'true' && at > (strike?.at ?? 0))
  return strike && first ? first.ms - strike.ms : undefined
}

function heldAgainst(history: History, assessed: Assessed, told: Announcement): Held {
  const owed = owedAt(assessed, history, told)
  if (owed.length === 0) return { state: 'open', because: 'nothing of it was there by then', lines: [told.at] }
  const { kind } = told.claims
  if (kind === 'complete' || kind === 'back') return shownThen(history, told, owed)
  return kind === 'kept' ? keptUntilTheEnd(assessed, told, owed) : goneForGood(assessed, told, owed)
}

/** At once, or within what was said. */
function shownThen({ latest }: History, { at, ms, claims }: Announcement, owed: readonly Owed[]): Held {
  const reads = owed.map((one) => ({ one, ...readsOf(one, at) }))
  const trueMs = reads.reduce((most, { back }) => Math.max(most, back?.ms ?? Infinity), 0)
  const unread = reads.filter(({ next }) => !next).length
  if (unread > 0) return { state: 'open', because: `${unread} of ${owed.length} were not read after it`, lines: [at] }
  const { withinMs } = claims
  const deadline = ms + (withinMs ?? 0)
  const missing = reads.filter(({ next, back }) =>
    withinMs === undefined ? !next?.isShown : (back?.ms ?? Infinity) > deadline,
  )
  const lines = [at, ...missing.slice(0, 3).flatMap(({ next }) => next?.at ?? [])]
  if (missing.length === 0) {
    const because = `all ${owed.length} were there`
    return { state: 'true', because, lines: [at, ...(reads[0]?.next ? [reads[0].next.at] : [])] }
  }
  if (withinMs !== undefined && latest.ms < deadline) {
    const because = `${missing.length} of ${owed.length} were not back when the run ended, before the time was up`
    return { state: 'open', because, lines }
  }
  const when = withinMs === undefined ? 'then' : `after ${inWords(withinMs)}`
  const [first] = missing
  const example = first ? `, ${first.one.its.collection} ${first.one.its.name} among them` : ''
  return {
    state: 'wrong',
    because: `${missing.length} of ${owed.length} were not there ${when}${example}`,
    lines,
    trueMs,
  }
}

function keptUntilTheEnd({ troubled }: Assessed, { at }: Announcement, owed: readonly Owed[]): Held {
  const own = new Set(owed.map(({ its }) => its.record))
  const fates = troubled.filter(({ its }) => own.has(its.record))
  const lost = fates.filter(({ losses }) => losses.some((loss) => (loss.owed.acked?.at ?? Infinity) < at))
  const unread = fates.filter(({ fate }) => fate === 'unverified').length
  const lines = [at, ...lost.slice(0, 3).flatMap(({ losses }) => losses[0]?.cause.at ?? [])]
  if (lost.length > 0) return { state: 'wrong', because: `${lost.length} of ${owed.length} are lost`, lines }
  if (unread > 0) return { state: 'open', because: `${unread} of ${owed.length} were not read at the end`, lines }
  return { state: 'true', because: `all ${owed.length} are there at the end`, lines }
}

function goneForGood({ troubled }: Assessed, { at }: Announcement, owed: readonly Owed[]): Held {
  const gone = new Map(troubled.map((one) => [one.its.record, one]))
  const fateOf = ({ its }: Owed) => gone.get(its.record)?.fate ?? 'durable'
  const unread = owed.filter((one) => fateOf(one) === 'unverified').length
  const left = owed.filter((one) => fateOf(one) !== 'unrecoverable' && fateOf(one) !== 'unverified')
  const lines = [at]
  if (left.length > 0) {
    const there = left.filter((one) => fateOf(one) !== 'lost').length
    const held = left.length > there ? `, and ${left.length - there} more can still be brought back` : ''
    return { state: 'wrong', because: `${there} of ${owed.length} are there at the end${held}`, lines }
  }
  if (unread > 0) return { state: 'open', because: `${counted(unread, 'record')} were not read at the end`, lines }
  return { state: 'true', because: `none of ${owed.length} is held by anything any more`, lines }
}

/** It speaks of all that the other spoke of. */
function covers({ claims: { of: later } }: Announcement, { claims: { of: earlier } }: Announcement): boolean {
  if (later === 'everything') return true
  return earlier !== 'everything' && earlier.every((one) => later.includes(one))
}
