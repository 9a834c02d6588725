/**
 * Carries out a change at most once for each idempotency key of an account. The answer is stored in the transaction of
 * the change, so neither is ever there without the other. A refusal changes nothing and is decided anew.
 */

import { Problem } from '../problem.ts'
import { digestOf, refuseClosed, type Caller, type Service } from '../service.ts'
import { checkBody } from './body.ts'
import { carryOut, type Answer, type Change } from './change.ts'

export interface Outcome {
  readonly answer: Answer
  readonly given: 'now' | 'before'
}

export async function carryOutOnce(
  { store, blobs, defects }: Service,
  caller: Caller,
  change: Change,
  requestKey: string | undefined,
): Promise<Outcome> {
  const { user } = caller
  const key = defects.has('A12') ? undefined : requestKey
  const fingerprint = digestOf(JSON.stringify(change))
  return await store.transact(async (transaction) => {
    await refuseClosed(transaction, caller, change.class)
    const kept = key === undefined ? undefined : await transaction.answers.find(user, key)
    if (kept && kept.fingerprint !== fingerprint) {
      throw new Problem(422, 'key', `idempotency key '${kept.key}' belongs to another request`)
    }
    if (kept) return { answer: JSON.parse(kept.answer) as Answer, given: 'before' }
    if (change.method !== 'DELETE') await checkBody(change.class, change.body, blobs)
    const answer = await carryOut(transaction, user, change)
    if (key !== undefined) {
      await transaction.answers.keep({ user, key, class: change.class, fingerprint, answer: JSON.stringify(answer) })
    }
    return { answer, given: 'now' }
  })
}
