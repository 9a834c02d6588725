/** What the ledger says of the answer to a change, however it was sent. */

import type { Outcome } from '../clients/index.ts'
import type { Traffic } from '../ledger/index.ts'

type Answered = Extract<Traffic, { readonly is: 'answered' }>

export function answered(op: string, attempt: number, outcome: Outcome): Answered {
  const { is, status } = outcome
  const common = { is: 'answered', op, attempt, outcome: is, ...(status !== undefined && { status }) } as const
  if (is !== 'acked') return { ...common, because: outcome.why }
  const { id, tag } = outcome
  return { ...common, ...(id !== undefined && { id }), ...(tag !== undefined && { tag }) }
}
