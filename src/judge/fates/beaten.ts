/**
 * An edit that lost a conflict, as its class's policy allows, to another that was deleted since: whoever deleted the
 * winner never saw the loser, and yet nothing of it is owed.
 */

import { isSeenBy, type Policy } from '../../records/index.ts'
import type { Case, Write } from '../case.ts'
import { changedFields, sawOf, type Identity } from '../rows.ts'

export function isBeatenByDeleted(its: Case, policy: Policy, put: Write): boolean {
  const writes = (its.byRecord.get(put.record) ?? []).filter((other) => other !== put && mayHaveHappened(other))
  const [firstSent = Infinity] = put.sent
  // What was first sent after the delete was answered found no winner there any more.
  const deletes = writes.filter(({ change, acked }) => change === 'delete' && firstSent < (acked?.at ?? Infinity))
  const rivals = writes.filter(({ change, saw }) => change === 'put' && !isSeenBy(put.saw, saw))
  return deletes.some((one) => {
    const deleted = rivals.filter(({ saw }) => isSeenBy(saw, one.saw))
    return beats(its, policy, put, deleted)
  })
}

function beats(its: Case, policy: Policy, put: Write, rivals: readonly Write[]): boolean {
  const concurrent = rivals.filter(({ saw }) => !isSeenBy(saw, put.saw))
  switch (policy) {
    case 'lww':
    case 'lww, update wins':
      return concurrent.length > 0
    // The higher score stays even where the lower one was written by somebody who had seen it.
    case 'max':
      return rivals.some(({ score = -Infinity }) => score >= (put.score ?? -Infinity))
    case 'merge':
      return changedFields(its, put).every((name) =>
        concurrent.some((rival) => changedFields(its, rival).includes(name)),
      )
    case 'keep both':
    case 'append':
      return false
  }
}

function mayHaveHappened({ acked, sent, rejected }: Write): boolean {
  return acked !== undefined || sent.length > rejected.length
}

/** The row is an edit concurrent with each of these, and one of the deletes has seen it. */
export function isDeletedRival(identity: Identity, puts: readonly Write[], deletes: readonly Write[]): boolean {
  const saw = sawOf(identity)
  if (saw === undefined || !deletes.some((one) => isSeenBy(saw, one.saw))) return false
  return puts.every((put) => !isSeenBy(saw, put.saw) && !isSeenBy(put.saw, saw))
}
