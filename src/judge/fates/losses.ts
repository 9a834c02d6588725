/** What is owed of a record and not shown: whole versions, sides of a conflict, single fields, higher scores. */

import { digestOf, isSeenBy, sawOf, type Identity, type Version } from '../../history/index.ts'
import { causeOfAbsence } from '../causes/absence.ts'
import { causeOfExtinction } from '../causes/extinction.ts'
import { partyOf } from '../finals.ts'
import { changedFields, covers, type FinalRow, type RecordCase } from '../record-case.ts'
import { isBeatenByDeleted, isDeletedRival } from './beaten.ts'
import type { Loss } from './fate.ts'

/** `rows` are what the server shows of it at the end. */
export function lossesOf(its: RecordCase, frontier: readonly Version[], rows: readonly FinalRow[]): readonly Loss[] {
  const puts = frontier.filter(({ change }) => change === 'put')
  if (puts.length === 0) return []
  // A delete that may have happened, by somebody who had seen it, explains its absence.
  const open = its.versions.filter(({ isOpen }) => isOpen)
  const excused = (put: Version) => open.some((one) => one.change === 'delete' && put.isSeenBy(one))
  const deletes = frontier.filter(({ change }) => change === 'delete')
  if (rows.length === 0) {
    if (its.policy === 'lww' && deletes.length > 0) return []
    const owed = lastOwed(
      its,
      puts.filter((put) => !excused(put) && !isBeatenByDeleted(its, put)),
    )
    return owed ? [gone(its, owed)] : []
  }
  // What was damaged is there, and is named as damaged: its loss would be said twice.
  if (
    rows.some(({ identity }) => identity.is === 'corrupted' && puts.some((put) => put.place === identity.version.place))
  )
    return []
  const isBeaten = (put: Version) => isBeatenByDeleted(its, put) && !rows.some(({ identity }) => isOlder(identity, put))
  const missing = puts.filter((put) => !excused(put) && !rows.some(({ identity }) => covers(identity, put)))
  if (its.policy === 'max')
    return scoreLoss(
      its,
      puts.filter((put) => !excused(put) && !isBeaten(put)),
      rows,
    )
  if (missing.length === 0) return []
  if (its.policy === 'merge')
    return fieldLosses(
      its,
      missing.filter((put) => !isBeaten(put)),
      rows,
    )
  return sideLosses(its, { puts, owed: missing, open, deletes }, rows)
}

interface Sides {
  readonly puts: readonly Version[]
  readonly owed: readonly Version[]
  readonly open: readonly Version[]
  readonly deletes: readonly Version[]
}

/** Of a conflict one side was to be there, or all of them, as the policy says. */
function sideLosses(its: RecordCase, { puts, owed, open, deletes }: Sides, rows: readonly FinalRow[]): readonly Loss[] {
  const one = its.policy === 'lww' || its.policy === 'lww, update wins'
  if (owed.length === 0 || (one && owed.length < puts.length)) return []
  if (one && rows.some(({ identity }) => isOpenWinner(identity, open, puts))) return []
  // It lost to a rival that was deleted since: that the rival is back is a resurrection, and named as such.
  if (one && rows.every(({ identity }) => isDeletedRival(identity, owed, deletes))) return []
  // Of concurrent edits only one was ever to be there: the one that the server chose.
  const chosen = one ? lastOwed(its, owed) : undefined
  if (chosen) return [shownOtherwise(its, chosen, rows, false)]
  return owed.map((put) => shownOtherwise(its, put, rows, owed.length < puts.length))
}

/** Of several that nobody superseded: the one that the server showed last, else the last to be acknowledged. */
function lastOwed(its: RecordCase, puts: readonly Version[]): Version | undefined {
  if (puts.length < 2) return puts[0]
  const ranked = puts.map((put) => ({
    put,
    shown: its.lastShownAt(its.buildingOn(put)) ?? -1,
    acked: put.acked?.at ?? -1,
  }))
  return ranked.toSorted((a, b) => b.shown - a.shown || b.acked - a.acked)[0]?.put
}

/** A version that may have happened, and that no acknowledged one has superseded. */
function isOpenWinner(identity: Identity, open: readonly Version[], puts: readonly Version[]): boolean {
  return (
    identity.is === 'version' &&
    open.some(({ place }) => place === identity.version.place) &&
    !puts.some((put) => isSeenBy(identity.saw, put.saw))
  )
}

function gone(its: RecordCase, owed: Version): Loss {
  const holder = its.rows.find(({ view, identity }) => view.party.kind !== 'server' && covers(identity, owed))
  const absence = causeOfAbsence(its, owed)
  if (absence.kind === 'before anything struck')
    return {
      finding: 'gone before the strike',
      owed,
      cause: absence,
      because: 'it was acknowledged, and the server did not show it before anything struck: check the adapter first',
    }
  if (holder || its.history.traces.has(its.name)) {
    const where = holder ? `${partyOf(holder.view.party)} still holds it` : 'traces of it are in raw bytes'
    return { finding: 'lost', owed, cause: absence, because: `the server does not show it; ${where}` }
  }
  return {
    finding: 'unrecoverable',
    owed,
    cause: causeOfExtinction(its, owed),
    because: 'nobody and no copy holds it any more',
  }
}

function shownOtherwise(its: RecordCase, owed: Version, rows: readonly FinalRow[], othersThere: boolean): Loss {
  const older = rows.some(({ identity }) => isOlder(identity, owed))
  const finding = older || !othersThere ? 'stale' : 'conflict-dropped'
  const because =
    finding === 'stale' ? 'an older version came back' : 'the other side of a conflict was kept, this one was not'
  return { finding, owed, cause: causeOfAbsence(its, owed), because }
}

function scoreLoss(its: RecordCase, puts: readonly Version[], rows: readonly FinalRow[]): readonly Loss[] {
  const owed = puts.filter(({ score }) => score !== undefined).toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]
  const best = Math.max(...rows.map(({ score = -Infinity }) => score))
  if (!owed || best >= (owed.score ?? 0)) return []
  const because = `the score is ${best}, and ${owed.score} was acknowledged`
  return [{ finding: 'stale', owed, cause: causeOfAbsence(its, owed), because }]
}

/** Each field must show what one of its last writers wrote; a whole older row is stale. */
function fieldLosses(its: RecordCase, owed: readonly Version[], rows: readonly FinalRow[]): readonly Loss[] {
  const losses: Loss[] = []
  for (const put of owed) {
    const changed = changedFields(its, put)
    // Whoever had not seen this edit may have won the field, and somebody else may have built on that since.
    const rivals = its.versions.filter((other) => other.change === 'put' && other.isAcked && !other.isSeenBy(put))
    const lost = changed.filter((name) => {
      const shown = rows.map(({ identity }) => fieldOf(identity, name))
      const allowed = [put, ...rivals.filter((rival) => changedFields(its, rival).includes(name))].map((one) =>
        one.field(name),
      )
      return !shown.some((value) => value !== undefined && allowed.includes(value)) && !isLater(its, put, name, shown)
    })
    if (lost.length === 0) continue
    const stale = rows.every(({ identity }) => isOlder(identity, put))
    const because = stale ? 'an older version came back' : `no row shows its ${lost.join(', ')}`
    losses.push({
      finding: stale ? 'stale' : 'field lost',
      owed: put,
      cause: causeOfAbsence(its, put),
      because,
    })
  }
  return losses
}

/** What a row shows in a field, as a number to be compared. */
function fieldOf(identity: Identity, name: string): number | undefined {
  return identity.is === 'version' ? identity.version.field(name) : digestIn(identity.variant, name)
}

function digestIn({ row }: Extract<Identity, { is: 'merged' | 'corrupted' | 'stranger' }>['variant'], name: string) {
  const hash = row.fields?.[name]
  return hash === undefined ? undefined : digestOf(hash)
}

function isOlder(identity: Identity, put: Version): boolean {
  const saw = sawOf(identity)
  return saw !== undefined && isSeenBy(saw, put.saw) && !isSeenBy(put.saw, saw)
}

/** A value that somebody wrote who had seen this edit, or whose edit may have happened. */
function isLater(its: RecordCase, put: Version, name: string, shown: readonly (number | undefined)[]): boolean {
  return its.versions.some(
    (other) => other.place !== put.place && shown.includes(other.field(name)) && (put.isSeenBy(other) || other.isOpen),
  )
}
