/** Losses as findings of the promise that owns them; what a promise pardons is left out. */

import type { Case, Write } from '../case.ts'
import type { Assessed } from '../evaluate.ts'
import type { Finding } from '../judgement.ts'
import type { Examined } from './promise.ts'

export type Loss = 'lost' | 'unrecoverable' | 'stale' | 'conflict-dropped' | 'field lost'
export const LOSSES: readonly Loss[] = ['lost', 'unrecoverable', 'stale', 'conflict-dropped', 'field lost']

export function lossFindings(
  { fates }: Assessed,
  promise: string,
  isPardoned: (owed: Write) => boolean = () => false,
): Examined {
  const findings = fates.flatMap((fate) =>
    fate.losses.flatMap(({ finding, owed, cause, because }): Finding[] => {
      if (isPardoned(owed)) return []
      const { acked } = owed
      return [
        {
          promise,
          finding,
          because: `${owed.class} ${owed.record}, acknowledged to ${owed.device}: ${because}`,
          lines: [owed.at, ...(acked ? [acked.at] : []), ...(cause ? [cause.at] : [])],
          class: owed.class,
          record: owed.record,
          account: owed.account,
          device: owed.device,
          ...(acked?.act && { acknowledged: acked.act }),
          ...(cause && { by: cause.by, byStep: cause.byStep }),
          ...(fate.fresh && { uncounted: true as const }),
        },
      ]
    }),
  )
  return { findings, evaluated: fates.filter(({ acked, fate }) => acked.length > 0 && fate !== 'unverified').length }
}

/** Accounts that some restore brought back. */
export function restoredAccounts(its: Case): ReadonlySet<string> | 'all' {
  const done = its.restores.filter(({ state }) => state === 'end' || state === 'opened')
  if (done.some(({ accounts }) => accounts === undefined)) return 'all'
  return new Set(done.flatMap(({ accounts = [] }) => accounts))
}
