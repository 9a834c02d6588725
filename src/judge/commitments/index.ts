/** What a run says of a provider's commitments: never more than its ledger carries. */

import type { Commitment, Commitments, Terms } from '../../commitments/index.ts'
import type { History } from '../../history/index.ts'
import { assess } from '../assess.ts'
import { doubtInWords } from '../doubts/index.ts'
import { Finals } from '../finals.ts'
import type { Judgement } from '../judgement.ts'
import { pardonedWithin, pardonsOf, type Pardon } from '../pardon.ts'
import { notShown, type Asked, type CommitmentJudged, type Rule } from './answer.ts'
import { numberOfCopies, placeOfCopies } from './copies.ts'
import { recoveryPoint } from './recovery-point.ts'
import { recoveryTime } from './recovery-time.ts'
import { restoreOrder } from './restore-order.ts'
import { retention } from './retention.ts'
import { usersAreTold } from './users-are-told.ts'
import { whoCanDelete } from './who-can-delete.ts'

export type { CommitmentJudged, CommitmentState } from './answer.ts'

const RULES: { readonly [K in Terms['kind']]: Rule<K> } = {
  'recovery point': recoveryPoint,
  'recovery time': recoveryTime,
  'restore order': restoreOrder,
  retention,
  'number of copies': numberOfCopies,
  'place of copies': placeOfCopies,
  'who can delete copies': whoCanDelete,
  'users are told': usersAreTold,
}

/**
 * One answer for each line of the commitments, in their order; the ledger is read only where there is one to find. An
 * arm that proves nothing shows nothing, and neither does one that was not judged; where there is a doubt beside a
 * loss, the loss still refutes.
 */
export function judgeCommitments(
  { lines, tier }: Commitments,
  read: () => History,
  judgement: Judgement | undefined,
): readonly CommitmentJudged[] {
  const voided = voidedBy(judgement)
  if (!judgement || voided !== undefined) return lines.map(() => notShown(voided ?? 'it came to no verdict'))
  const history = read()
  const isPardoned = pardonFor(
    history,
    lines.filter((line) => line.tier === tier),
  )
  const asked = { history, judgement, assessed: assess(Finals.ofAudit(history), { isPardoned }) }
  return lines.map((line) => {
    if (line.tier !== tier) return notShown(`the accounts of this drill are on ${tier}`)
    const answer = answerTo(asked, line.terms)
    const [doubt] = judgement.doubts
    return answer.state === 'shown' && doubt ? notShown(`${doubtInWords(doubt)}; otherwise ${answer.because}`) : answer
  })
}

function voidedBy(judgement: Judgement | undefined): string | undefined {
  if (!judgement) return 'it came to no verdict'
  const { verdict, doubts } = judgement
  const voiding = doubts.find(({ voids }) => voids === 'any verdict') ?? (verdict === 'inconclusive' && doubts[0])
  return voiding ? `the arm proves nothing: ${doubtInWords(voiding)}` : undefined
}

function answerTo<K extends Terms['kind']>(
  asked: Asked,
  terms: Extract<Terms, { readonly kind: K }>,
): CommitmentJudged {
  return RULES[terms.kind](asked, terms)
}

/** What may be lost by the commitments; of what they do not speak of, by the drill. */
function pardonFor(history: History, lines: readonly Commitment[]): Pardon {
  const limits = new Map<string | undefined, Pardon>()
  for (const { terms } of lines)
    if (terms.kind === 'recovery point') limits.set(terms.collection, pardonedWithin(history, terms.ms, 'all'))
  const otherwise = limits.get(undefined) ?? pardonsOf(history)
  return (version, account) => {
    const collection = history.records.collection(version.record)
    return (limits.get(collection) ?? otherwise)(version, account)
  }
}
