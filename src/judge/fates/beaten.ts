/**
 * An edit that lost a conflict, as its class's policy allows, to another that was deleted since: whoever deleted the
 * winner never saw the loser, and yet nothing of it is owed.
 */

import { isSeenBy, type Policy } from '../../records/index.ts'
import type { Case, Write } from '../case.ts'
import { isOpen, originsOf, sawOf, writerOf, type Identity } from '../rows.ts'

export function isBeatenByDeleted(its: Case, policy: Policy, put: Write): boolean {
  const writes = (its.byRecord.get(put.record) ?? []).filter((other) => other !== put && (other.acked || isOpen(other)))
  const [firstSent = Infinity] = put.sent
  // What was first sent after the delete was answered found no winner there any more.
  const deletes = writes.filter((one) => one.change === 'delete' && firstSent < answeredAt(one))
  const after = shownLast(its, put, writes)
  const rivals = writes.filter(({ change, saw }) => change === 'put' && !isSeenBy(put.saw, saw))
  // The server showed this one when the rival was there as well: it was this one that won.
  const winners = rivals.filter(({ acked }) => after <= Math.max(acked?.at ?? Infinity, put.acked?.at ?? Infinity))
  return deletes.some((one) => {
    const deleted = winners.filter(({ saw }) => isSeenBy(saw, one.saw))
    return beats(its, policy, put, { deleted, by: one })
  })
}

interface Deletion {
  /** Edits that the deleter had seen. */
  readonly deleted: readonly Write[]
  readonly by: Write
}

function beats(its: Case, policy: Policy, put: Write, { deleted, by }: Deletion): boolean {
  switch (policy) {
    case 'lww':
    case 'lww, update wins':
      return deleted.some(({ saw }) => !isSeenBy(saw, put.saw))
    // The higher score stays, even where the lower one was written by somebody who had seen it.
    case 'max':
      return deleted.some((one) => scoreOf(one) >= bestOf(its, put))
    // Nothing is owed of what the deleter had seen, wherever it was written first.
    case 'merge':
      return originsOf(its, put).every(({ name, origin }) => {
        const isRival = (one: Write) => !isSeenBy(one.saw, origin.saw) && writerOf(its, one, name) === one
        return isSeenBy(origin.saw, by.saw) || deleted.some(isRival)
      })
    case 'keep both':
    case 'append':
      return false
  }
}

/** Where it is unclear until when it may have been carried out, or carried out again: the end of time. */
function answeredAt({ acked, sent }: Write): number {
  return acked && (sent.at(-1) ?? 0) < acked.at ? acked.at : Infinity
}

/** When a read of the server began that showed it, or what somebody made of it; -1 when none did. */
function shownLast(its: Case, put: Write, writes: readonly Write[]): number {
  const versions = [put, ...writes.filter(({ saw }) => isSeenBy(put.saw, saw))]
  return Math.max(-1, ...versions.flatMap(({ token }) => its.shown.get(token)?.at(-1) ?? []))
}

const scoreOf = ({ score = -Infinity }: Write): number => score

/** Of a score and of those that its writer saw, any of which may be what the server kept. */
function bestOf(its: Case, put: Write): number {
  const seen = (its.byRecord.get(put.record) ?? []).filter(
    ({ change, saw }) => change === 'put' && isSeenBy(saw, put.saw),
  )
  return Math.max(...seen.map(scoreOf))
}

/** The row is an edit concurrent with each of these, and one of the deletes has seen it. */
export function isDeletedRival(identity: Identity, puts: readonly Write[], deletes: readonly Write[]): boolean {
  const saw = sawOf(identity)
  if (saw === undefined || !deletes.some((one) => isSeenBy(saw, one.saw))) return false
  return puts.every((put) => !isSeenBy(saw, put.saw) && !isSeenBy(put.saw, saw))
}
