/** The promise `recoveryPoint`. Cost: linear in the records. */

import { refuseOthers } from '../../kernel/declared.ts'
import { msOf, type Duration } from '../../kernel/index.ts'
import { LOSSES, lossFindings, type Loss } from './losses.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Only what was acknowledged shortly before the strike is lost, in drill time. Refuted by a loss that was ' +
  'acknowledged earlier than that, or after the strike, or in an account that nobody restored. Inconclusive where ' +
  'nobody edited between the newest copy and the strike.'

/**
 * Of what was acknowledged, at most the last `atMost` of drill time before the strike is lost. `atMost` is a duration.
 * @example
 * promises: [recoveryPoint({ atMost: '15min' })]
 */
export function recoveryPoint({ atMost, ...others }: { readonly atMost: Duration }): Claim<Loss> {
  refuseOthers('recoveryPoint', others, 'atMost')
  const atMostMs = msOf(atMost, 'recoveryPoint: atMost')
  const claim = `At most the last ${atMost} before the strike is lost.`
  return { promise: 'recoveryPoint', claim, findings: LOSSES, terms: { atMostMs } }
}

export const examine: Examine = (_, assessed) => lossFindings(assessed, 'recoveryPoint', assessed.isPardoned)
