/** One fate for each record that was attempted: what the final reads show, held against what was acknowledged. */

import { isSeenBy, type RecordClass } from '../../records/index.ts'
import type { Fate } from '../judgement.ts'
import type { Case, RowAt, View, Write } from '../case.ts'
import { causeOfAbsence, causeOfExtinction, coveringReads, lastShownAt, type Cause } from './causes.ts'
import { termIn } from '../promises/promise.ts'
import { isBeatenByDeleted, isDeletedRival } from './beaten.ts'
import { changedFields, covers, identify, isOpen, sawOf, type Identity } from '../rows.ts'

export interface Loss {
  readonly finding: 'lost' | 'unrecoverable' | 'stale' | 'conflict-dropped' | 'field lost'
  readonly owed: Write
  readonly cause: Cause | undefined
  readonly because: string
}

export interface RecordFate {
  readonly record: string
  readonly class: RecordClass
  readonly account: string
  readonly writes: readonly Write[]
  readonly acked: readonly Write[]
  readonly frontier: readonly Write[]
  readonly fate: Fate
  readonly losses: readonly Loss[]
  readonly fresh: boolean
  /** Real time at which it was back, where it was gone for a while. */
  readonly backMs: number | undefined
  readonly wasGone: boolean
}

export interface FinalRow {
  readonly row: RowAt
  readonly view: View
  readonly identity: Identity
}

export interface Finals {
  readonly server: ReadonlyMap<string, View>
  /** Rows of the server's final reads, by record. */
  readonly byRecord: ReadonlyMap<string, readonly FinalRow[]>
  /** Rows of everybody who is a source. */
  readonly sources: ReadonlyMap<string, readonly FinalRow[]>
  readonly all: readonly FinalRow[]
}

export function finalsOf(its: Case): Finals {
  const server = new Map<string, View>()
  for (const view of its.finals) if (view.party.kind === 'server') server.set(view.party.account, view)
  const all = its.finals.flatMap((view) =>
    view.rows.filter((row) => !row.deleted).map((row) => ({ row, view, identity: identify(its, row) })),
  )
  const of = (rows: readonly FinalRow[]) => Map.groupBy(rows, ({ row }) => row.record ?? '')
  const isServer = ({ view }: FinalRow) => view.party.kind === 'server' && server.get(view.party.account) === view
  return {
    server,
    all,
    byRecord: of(all.filter(isServer)),
    sources: of(all.filter(({ view }) => view.party.kind !== 'server')),
  }
}

export function fatesOf(its: Case, finals: Finals): readonly RecordFate[] {
  return [...its.byRecord].map(([record, writes]) => fateOf(its, finals, record, writes))
}

function fateOf(its: Case, finals: Finals, record: string, writes: readonly Write[]): RecordFate {
  const [first] = writes as [Write]
  const acked = writes.filter((write) => write.acked)
  const frontier = maximal(acked)
  const common = { record, class: first.class, account: first.account, writes, acked, frontier, fresh: first.fresh }
  const rows = (finals.byRecord.get(record) ?? []).filter(
    ({ view }) => view.party.kind === 'server' && view.party.account === first.account,
  )
  const calm = { losses: [], backMs: undefined, wasGone: false }
  if (acked.length === 0) return { ...common, ...calm, fate: 'indeterminate' }
  const view = finals.server.get(first.account)
  const isRead = view && (view.state === 'gone' || (view.state === 'complete' && !view.unread.has(first.class)))
  if (!isRead) return { ...common, ...calm, fate: 'unverified' }
  const losses = lossesOf(its, finals, common, rows)
  const gap = gapOf(its, frontier)
  const [worst] = losses
  if (worst) {
    const fate: Fate = worst.finding === 'field lost' ? 'conflict-dropped' : worst.finding
    return { ...common, losses, fate, backMs: undefined, wasGone: true }
  }
  const explainedOnly = frontier.some(({ change }) => change === 'put') && rows.length === 0
  const back: Fate = isLate(its, first.class, gap?.backMs) ? 'recovered-late' : 'recovered'
  const fate: Fate = explainedOnly ? 'indeterminate' : gap ? back : 'durable'
  return { ...common, losses, fate, backMs: gap?.backMs, wasGone: gap !== undefined }
}

/** Back, and later after the strike than `recoveryTime` promises for its class. */
function isLate({ promised, strike }: Case, recordClass: RecordClass, backMs = 0): boolean {
  const terms = promised.find(({ promise, waived }) => promise === 'recoveryTime' && !waived)?.terms ?? {}
  const limit = termIn(terms, recordClass)
  return strike !== undefined && typeof limit === 'number' && backMs - strike.ms > limit
}

/** Acknowledged writes that no acknowledged write has seen. Quadratic in the writers of one record, who are few. */
function maximal(acked: readonly Write[]): readonly Write[] {
  return acked.filter((one) => !acked.some((other) => other !== one && isSeenBy(one.saw, other.saw)))
}

type Known = Pick<RecordFate, 'record' | 'class' | 'account' | 'writes' | 'frontier'>

function lossesOf(its: Case, finals: Finals, known: Known, rows: readonly FinalRow[]): readonly Loss[] {
  const { frontier, writes } = known
  const puts = frontier.filter(({ change }) => change === 'put')
  const deletes = frontier.filter(({ change }) => change === 'delete')
  const policy = its.policies[known.class] ?? 'lww'
  if (puts.length === 0) return []
  // A delete that may have happened, by somebody who had seen it, explains its absence.
  const open = writes.filter(isOpen)
  const excused = (put: Write) => open.some(({ change, saw }) => change === 'delete' && isSeenBy(put.saw, saw))
  if (rows.length === 0) {
    if (policy === 'lww' && deletes.length > 0) return []
    const owed = lastOwed(
      its,
      puts.filter((put) => !excused(put) && !isBeatenByDeleted(its, policy, put)),
    )
    return owed ? [gone(its, finals, known, owed)] : []
  }
  // What was damaged is there, and is named as damaged: its loss would be said twice.
  if (
    rows.some(({ identity }) => identity.is === 'corrupted' && puts.some((put) => put.token === identity.write.token))
  )
    return []
  const isBeaten = (put: Write) =>
    isBeatenByDeleted(its, policy, put) && !rows.some(({ identity }) => isOlder(identity, put))
  const inRow = puts.filter((put) => !excused(put) && !isBeaten(put))
  if (policy === 'max') return scoreLoss(its, inRow, rows)
  if (policy === 'merge') return fieldLosses(its, inRow, rows)
  const surviving = (put: Write) => excused(put) || rows.some(({ identity }) => covers(identity, put))
  const missing = puts.filter((put) => !surviving(put))
  const one = policy === 'lww' || policy === 'lww, update wins'
  if (missing.length === 0 || (one && missing.length < puts.length)) return []
  if (one && rows.some(({ identity }) => isOpenWinner(identity, open, puts))) return []
  // It lost to a rival that was deleted since: that the rival is back is a resurrection, and named as such.
  if (one && rows.every(({ identity }) => isDeletedRival(identity, missing, deletes))) return []
  // Of concurrent edits only one was ever to be there: the one that the server chose.
  const chosen = one ? lastOwed(its, missing) : undefined
  if (chosen) return [shownOtherwise(its, chosen, rows, false)]
  return missing.map((owed) => shownOtherwise(its, owed, rows, missing.length < puts.length))
}

/** Of several that nobody superseded: the one that the server showed last, else the last to be acknowledged. */
function lastOwed(its: Case, puts: readonly Write[]): Write | undefined {
  const rank = (put: Write) => [lastShownAt(its, put) ?? -1, put.acked?.at ?? -1] as const
  return puts.toSorted((a, b) => {
    const [[shownA, ackedA], [shownB, ackedB]] = [rank(a), rank(b)]
    return shownB - shownA || ackedB - ackedA
  })[0]
}

/** A write that may have happened, and that no acknowledged one has superseded. */
function isOpenWinner(identity: Identity, open: readonly Write[], puts: readonly Write[]): boolean {
  return (
    identity.is === 'version' && open.includes(identity.write) && !puts.some((put) => isSeenBy(identity.saw, put.saw))
  )
}

function gone(its: Case, finals: Finals, { record, account }: Known, owed: Write): Loss {
  const holders = (finals.sources.get(record) ?? []).filter(({ identity }) => covers(identity, owed))
  const [holder] = holders
  if (holder || its.traces.has(record)) {
    const where = holder ? `${partyOf(holder.view)} still holds it` : 'traces of it are in raw bytes'
    return {
      finding: 'lost',
      owed,
      cause: causeOfAbsence(its, account, owed),
      because: `the server does not show it; ${where}`,
    }
  }
  return {
    finding: 'unrecoverable',
    owed,
    cause: causeOfExtinction(its, owed),
    because: 'nobody and no copy holds it any more',
  }
}

function shownOtherwise(its: Case, owed: Write, rows: readonly FinalRow[], othersThere: boolean): Loss {
  const older = rows.some(({ identity }) => {
    const saw = sawOf(identity)
    return saw !== undefined && isSeenBy(saw, owed.saw) && !isSeenBy(owed.saw, saw)
  })
  const finding = older || !othersThere ? 'stale' : 'conflict-dropped'
  const because =
    finding === 'stale' ? 'an older version came back' : 'the other side of a conflict was kept, this one was not'
  return { finding, owed, cause: causeOfAbsence(its, owed.account, owed), because }
}

function scoreLoss(its: Case, puts: readonly Write[], rows: readonly FinalRow[]): readonly Loss[] {
  const owed = puts.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]
  const best = Math.max(...rows.map(({ row }) => row.score ?? -Infinity))
  if (!owed || best >= (owed.score ?? 0)) return []
  return [
    {
      finding: 'stale',
      owed,
      cause: causeOfAbsence(its, owed.account, owed),
      because: `the score is ${best}, and ${owed.score} was acknowledged`,
    },
  ]
}

/** Each field must show what one of its last writers wrote; a whole older row is stale. */
function fieldLosses(its: Case, puts: readonly Write[], rows: readonly FinalRow[]): readonly Loss[] {
  const missing = puts.filter((put) => !rows.some(({ identity }) => covers(identity, put)))
  const losses: Loss[] = []
  for (const put of missing) {
    const changed = changedFields(its, put)
    // Whoever had not seen this edit may have won the field, and somebody else may have built on that since.
    const rivals = (its.byRecord.get(put.record) ?? []).filter(
      (other) => other.change === 'put' && other.acked && !isSeenBy(other.saw, put.saw),
    )
    const lost = changed.filter((name) => {
      const shown = rows.map(({ row }) => row.fields?.[name])
      const allowed = [put, ...rivals.filter((rival) => changedFields(its, rival).includes(name))].map(
        ({ fields }) => fields[name],
      )
      return !shown.some((hash) => hash !== undefined && allowed.includes(hash)) && !isLater(its, put, name, shown)
    })
    if (lost.length === 0) continue
    const stale = rows.every(({ identity }) => isOlder(identity, put))
    const because = stale ? 'an older version came back' : `no row shows its ${lost.join(', ')}`
    losses.push({
      finding: stale ? 'stale' : 'field lost',
      owed: put,
      cause: causeOfAbsence(its, put.account, put),
      because,
    })
  }
  return losses
}

function isOlder(identity: Identity, put: Write): boolean {
  const saw = sawOf(identity)
  return saw !== undefined && isSeenBy(saw, put.saw) && !isSeenBy(put.saw, saw)
}

/** A value that somebody wrote who had seen this edit, or whose edit may have happened. */
function isLater(its: Case, put: Write, name: string, shown: readonly (string | undefined)[]): boolean {
  return (its.byRecord.get(put.record) ?? []).some(
    (other) => other !== put && shown.includes(other.fields[name]) && (isSeenBy(put.saw, other.saw) || isOpen(other)),
  )
}

/** Present at the end, and yet absent from an eligible read after it was known. */
function gapOf(its: Case, frontier: readonly Write[]): { readonly backMs: number | undefined } | undefined {
  for (const put of frontier.filter(({ change }) => change === 'put')) {
    const reads = coveringReads(its, put.account, put).filter(({ at }) => at > (put.acked?.at ?? put.at))
    const tokens = (its.byRecord.get(put.record) ?? [])
      .filter((one) => isSeenBy(put.saw, one.saw))
      .map(({ token }) => token)
    const shown = new Set(tokens.flatMap((token) => its.shown.get(token) ?? []))
    const lastAbsent = reads.findLastIndex(({ at }) => !shown.has(at))
    if (lastAbsent >= 0) return { backMs: reads[lastAbsent + 1]?.ms }
  }
  return undefined
}

export function partyOf({ party }: View): string {
  if (party.kind === 'server') return 'the server'
  if (party.kind === 'copy') return `copy ${party.copy}`
  if (party.kind === 'salvage') return `${party.volume} (read by ${party.extractor})`
  if (party.kind === 'aside') return `${party.device} (set aside)`
  if (party.kind === 'outbox') return `${party.device} (unsent)`
  return party.device
}
