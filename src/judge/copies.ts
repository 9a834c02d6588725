/** What is said of each copy: claimed good, restorable, complete, fresh. */

import type { Case, CopyState } from './case.ts'
import type { RecordFate } from './fates/fates.ts'
import type { CopyJudged, RestoreJudged } from './judgement.ts'
import { untruthIn } from './promises/backups-tell-the-truth.ts'
import { isGone } from './restores.ts'

/** Those that their own job deleted are left out: nobody could restore them, and nobody was told so. */
export function copiesOf(its: Case, fates: readonly RecordFate[]): readonly CopyJudged[] {
  return its.copies.filter(({ deleted }) => !deleted).map((copy) => judged(its, copy, fates))
}

function judged(its: Case, copy: CopyState, fates: readonly RecordFate[]): CopyJudged {
  const { copy: name, backup, volume, claimed } = copy
  const common = { copy: name, backup, volume, claimed, ...freshness(its, copy) }
  const none = { ...common, restorable: false, complete: false }
  if (isGone(its, copy)) return { ...none, found: 'gone with its volume' }
  if (claimed === 'failed') return { ...none, found: 'failed', ...(copy.because && { because: copy.because }) }
  if (copy.found === undefined) return { ...none, found: 'never restored' }
  const untrue = untruthIn(its, copy, fates)
  if (!untrue) return { ...common, restorable: true, complete: true, found: 'sound' }
  const restorable = copy.found === 'sound' && untrue.finding !== 'unusable'
  return { ...none, restorable, found: untrue.finding, because: untrue.because }
}

/** How old it was in drill time when it struck, and whether its schedule allows that. */
function freshness({ plan, strike }: Case, { backup, drillMs, at }: CopyState): Pick<CopyJudged, 'ageMs' | 'fresh'> {
  if (!strike || at > strike.at) return {}
  const ageMs = strike.drillMs - drillMs
  const every = plan?.backups.find(({ name }) => name === backup)?.every
  return { ageMs, ...(every !== undefined && { fresh: ageMs <= every }) }
}

/** One line for each attempt that ended: refused, or brought to its end. */
export function restoresOf({ restores }: Case): readonly RestoreJudged[] {
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
