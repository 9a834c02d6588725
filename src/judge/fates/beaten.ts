/**
 * An edit that lost a conflict, as its collection's policy allows, to another that was deleted since: whoever deleted
 * the winner never saw the loser, and yet nothing of it is owed.
 */

import { isSeenBy, sawOf, type Identity, type Version } from '../../history/index.ts'
import { originsOf, writerOf, type RecordCase } from '../record-case.ts'

export function isBeatenByDeleted(its: RecordCase, put: Version): boolean {
  const others = its.versions.filter((other) => other.place !== put.place && (other.isAcked || other.isOpen))
  const [firstSent = Infinity] = put.sent
  // What was first sent after the delete was answered found no winner there any more.
  const deletes = others.filter((one) => one.change === 'delete' && firstSent < answeredAt(one))
  if (deletes.length === 0) return false
  const after = its.lastShownAt([put, ...others.filter((one) => put.isSeenBy(one))]) ?? -1
  const rivals = others.filter((one) => one.change === 'put' && !put.isSeenBy(one))
  // The server showed this one when the rival was there as well: it was this one that won.
  const winners = rivals.filter(({ acked }) => after <= Math.max(acked?.at ?? Infinity, put.acked?.at ?? Infinity))
  return deletes.some((one) => {
    const deleted = winners.filter((winner) => winner.isSeenBy(one))
    return beats(its, put, { deleted, by: one })
  })
}

interface Deletion {
  /** Edits that the deleter had seen. */
  readonly deleted: readonly Version[]
  readonly by: Version
}

function beats(its: RecordCase, put: Version, { deleted, by }: Deletion): boolean {
  switch (its.policy) {
    case 'lww':
    case 'lww, update wins':
      return deleted.some((one) => !one.isSeenBy(put))
    // The higher score stays, even where the lower one was written by somebody who had seen it.
    case 'max':
      return deleted.some((one) => scoreOf(one) >= bestOf(its, put))
    // Nothing is owed of what the deleter had seen, wherever it was written first.
    case 'merge':
      return originsOf(its, put).every(({ name, origin }) => {
        const isRival = (one: Version) => !one.isSeenBy(origin) && writerOf(its, one, name).place === one.place
        return origin.isSeenBy(by) || deleted.some(isRival)
      })
    case 'keep both':
    case 'append':
      return false
  }
}

/** Where it is unclear until when it may have been carried out, or carried out again: the end of time. */
function answeredAt({ acked, lastSent = 0 }: Version): number {
  return acked && lastSent < acked.at ? acked.at : Infinity
}

const scoreOf = ({ score = -Infinity }: Version): number => score

/** Of a score and of those that its writer saw, any of which may be what the server kept. */
function bestOf({ versions }: RecordCase, put: Version): number {
  const seen = versions.filter((one) => one.change === 'put' && one.isSeenBy(put))
  return Math.max(...seen.map(scoreOf))
}

/** The row is an edit concurrent with each of these, and one of the deletes has seen it. */
export function isDeletedRival(identity: Identity, puts: readonly Version[], deletes: readonly Version[]): boolean {
  const saw = sawOf(identity)
  if (saw === undefined || !deletes.some((one) => isSeenBy(saw, one.saw))) return false
  return puts.every((put) => !isSeenBy(saw, put.saw) && !isSeenBy(put.saw, saw))
}
