/** What the ledger says of a change that was offered, and of the answer to any, however it was sent. */

import { NoAnswer, Unreadable, type Outcome } from '../clients/index.ts'
import { reasonOf } from '../kernel/index.ts'
import type { Traffic } from '../ledger/index.ts'
import type { Silence } from './quiet/silence.ts'
import type { World } from './world.ts'

type Answered = Extract<Traffic, { readonly is: 'answered' }>
type Offer = Omit<Extract<Traffic, { readonly is: 'sent' }>, 'is' | 'attempt'>

export function answered(op: string, attempt: number, outcome: Outcome): Answered {
  const { is, status } = outcome
  const common = { is: 'answered', op, attempt, outcome: is, ...(status !== undefined && { status }) } as const
  if (is !== 'acked') return { ...common, because: outcome.why }
  const { id, tag } = outcome
  return { ...common, ...(id !== undefined && { id }), ...(tag !== undefined && { tag }) }
}

/**
 * On another way than its device's own. Throws `NoAnswer`, and nothing is sent, where the server is known to hang and
 * has been sent enough meanwhile.
 */
export async function sendOffer(
  { ledger, book }: World,
  silence: Silence,
  offer: Offer,
  push: () => Promise<Outcome>,
): Promise<Outcome> {
  if (!(await silence.takesChange())) throw new NoAnswer(silence.because ?? '', { isLate: true })
  const { op } = offer
  const attempt = book.nextAttempt(op)
  ledger.append({ is: 'sent', attempt, ...offer })
  await ledger.flush()
  const outcome = await silence.send(push).catch((thrown: unknown): Outcome => {
    if (thrown instanceof NoAnswer || thrown instanceof Unreadable)
      return { is: 'indeterminate', why: reasonOf(thrown) }
    throw thrown
  })
  ledger.append(answered(op, attempt, outcome))
  await ledger.flush()
  return outcome
}
