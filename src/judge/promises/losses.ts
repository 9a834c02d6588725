/** Losses as findings of the promise that owns them; what a promise pardons is left out. */

import type { Version } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import type { RecordFate } from '../fates/fate.ts'
import { LOSSES, type Finding, type Loss } from '../judgement.ts'
import type { Pardon } from '../pardon.ts'
import type { Examined } from './promise.ts'

export { LOSSES, type Loss }

export function lossFindings(
  { troubled, totals }: Assessed,
  promise: string,
  isPardoned: Pardon = () => false,
  { untouched = false }: { readonly untouched?: boolean } = {},
): Examined {
  const own = troubled.filter((fate) => fate.untouched === untouched)
  return { findings: own.flatMap((fate) => findingsOf(promise, fate, isPardoned)), evaluated: totals.judged }
}

function findingsOf(
  promise: string,
  { its, losses, fresh, untouched }: RecordFate,
  isPardoned: Pardon,
): readonly Finding[] {
  return losses.flatMap(({ finding, owed, cause, because }): Finding[] => {
    if (isPardoned(owed, its.account)) return []
    const { acked, at, device } = owed
    return [
      {
        promise,
        finding,
        because: `${its.collection} ${its.name}, ${whose(owed)}: ${because}`,
        lines: [at, ...(acked ? [acked.at] : []), cause.at],
        collection: its.collection,
        record: its.name,
        account: its.account,
        device,
        ...(acked?.act && { acknowledged: acked.act }),
        cause,
        ...((fresh || untouched) && { uncounted: true as const }),
      },
    ]
  })
}

const whose = ({ isAdopted, device }: Version) => (isAdopted ? 'there before the drill' : `acknowledged to ${device}`)
