/** What `recoveryPoint` pardons: what was acknowledged shortly before the strike, in accounts that were restored. */

import type { History, InjuryHistory, Version } from '../history/index.ts'
import { termIn } from './terms.ts'

export type Pardon = (version: Version, account: string) => boolean

/** Edits that were lost, and deletes that a restore undid. Without the promise nothing is pardoned. */
export function pardonsOf(history: History): Pardon {
  const point = history.promised.find(({ promise, waived }) => promise === 'recoveryPoint' && !waived)
  return point ? pardonedWithin(history, Number(termIn(point.terms, 'withinMs') ?? 0)) : () => false
}

/** What is pardoned where so much may be lost, in drill milliseconds before the strike; in these accounts. */
export function pardonedWithin(
  history: History,
  withinMs: number,
  restored: ReadonlySet<string> | 'all' = restoredAccounts(history),
): Pardon {
  const { strike, strikeStep, injuries, restores } = history
  if (!strike) return () => false
  const fromMs = strike.drillMs - withinMs
  // What was sent before the blow had fallen was on its way, and its answer too.
  const untilAt = Math.max(strike.at, ...injuries.filter(({ step }) => step === strikeStep).map(injectedAt))
  // What was answered once something had been restored was answered by a server that was to keep it.
  const restoredAt = restores.find(({ at, state }) => at > strike.at && state !== 'refused')?.at ?? Infinity
  return ({ acked, lastSent }, account) => {
    if (!acked || acked.drillMs < fromMs || acked.at > restoredAt) return false
    if ((lastSent ?? acked.at) > untilAt) return false
    return restored === 'all' || restored.has(account)
  }
}

const injectedAt = (injury: InjuryHistory): number => injury.injectedAt ?? injury.from

/** Accounts that some restore brought back. */
function restoredAccounts({ restores }: History): ReadonlySet<string> | 'all' {
  const done = restores.filter(({ state }) => state === 'end' || state === 'opened')
  if (done.some(({ accounts }) => accounts === undefined)) return 'all'
  return new Set(done.flatMap(({ accounts = [] }) => accounts))
}
