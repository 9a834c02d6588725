/** What is said of each copy: claimed good, restorable, complete, fresh. */

import type { CopyHistory, History } from '../../history/index.ts'
import type { CopyChecks } from './copy-checks.ts'
import type { CopyJudged, RestoreJudged } from '../judgement.ts'
import { untruthIn } from '../promises/backups-tell-the-truth.ts'
import { isGone } from './restores.ts'

/** Those that their own job deleted are left out: nobody could restore them, and nobody was told so. */
export function copiesOf(history: History, checks: CopyChecks): readonly CopyJudged[] {
  return history.copies.filter(({ deleted }) => !deleted).map((copy) => judged(history, copy, checks))
}

function judged(history: History, copy: CopyHistory, checks: CopyChecks): CopyJudged {
  const { copy: name, backup, volume, claimed } = copy
  const common = { copy: name, backup, volume, claimed, ...freshness(history, copy) }
  const none = { ...common, restorable: false, complete: false }
  if (isGone(history, copy)) return { ...none, found: 'gone with its volume' }
  if (claimed === 'failed') return { ...none, found: 'failed', ...(copy.because && { because: copy.because }) }
  if (copy.found === undefined) return { ...none, found: 'never restored' }
  const untrue = untruthIn(copy, checks)
  if (!untrue) return { ...common, restorable: true, complete: true, found: 'sound' }
  const restorable = copy.found === 'sound' && untrue.finding !== 'unusable'
  return { ...none, restorable, found: untrue.finding, because: untrue.because }
}

/** How old it was in drill time when it struck, and whether its schedule allows that. */
function freshness(
  { plan, strike }: History,
  { backup, drillMs, at }: CopyHistory,
): Pick<CopyJudged, 'ageMs' | 'fresh'> {
  if (!strike || at > strike.at) return {}
  const ageMs = strike.drillMs - drillMs
  const every = plan?.backups.find(({ name }) => name === backup)?.every
  return { ageMs, ...(every !== undefined && { fresh: ageMs <= every }) }
}

/** One line for each attempt that ended: refused, or brought to its end. */
export function restoresOf({ restores }: History): readonly RestoreJudged[] {
  return restores
    .filter(({ state }) => state === 'refused' || state === 'end')
    .map(({ step, from, copy, state, because }) => ({
      step,
      from,
      state: state === 'refused' ? 'refused' : 'restored',
      ...(copy !== undefined && { copy }),
      ...(because !== undefined && { because }),
    }))
}
