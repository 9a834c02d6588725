/** What `recoveryPoint` pardons: what was acknowledged shortly before the strike, in accounts that were restored. */

import type { Case, InjuryState, Write } from './case.ts'
import { restoredAccounts } from './promises/losses.ts'
import { termIn } from './promises/promise.ts'

/** Puts that were lost, and deletes that a restore undid. Without the promise nothing is pardoned. */
export function pardonsOf(its: Case): (write: Pick<Write, 'acked' | 'account' | 'sent'>) => boolean {
  const { strike } = its
  const point = its.promised.find(({ promise, waived }) => promise === 'recoveryPoint' && !waived)
  if (!point || !strike) return () => false
  const fromMs = strike.drillMs - Number(termIn(point.terms, 'atMostMs') ?? 0)
  const restored = restoredAccounts(its)
  // What was sent before the blow had fallen was on its way, and its answer too.
  const untilAt = Math.max(strike.at, ...its.injuries.filter(({ step }) => step === its.strikeStep).map(injectedAt))
  // What was answered once something had been restored was answered by a server that was to keep it.
  const restoredAt = its.restores.find(({ at, state }) => at > strike.at && state !== 'refused')?.at ?? Infinity
  return ({ acked, account, sent }) => {
    if (!acked || acked.drillMs < fromMs || acked.at > restoredAt) return false
    if ((sent.at(-1) ?? acked.at) > untilAt) return false
    return restored === 'all' || restored.has(account)
  }
}

const injectedAt = (injury: InjuryState): number => injury.injectedAt ?? injury.from
