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
 * Of what was acknowledged, only what came `within` this long before the strike is lost, in drill time.
 * @example
 * promises: [recoveryPoint({ within: '15min' })]
 */
export function recoveryPoint({ within, ...others }: { readonly within: Duration }): Claim<Loss> {
  refuseOthers('recoveryPoint', others, 'within')
  const withinMs = msOf(within, 'recoveryPoint: within')
  const claim = `At most the last ${within} before the strike is lost.`
  return { promise: 'recoveryPoint', claim, findings: LOSSES, terms: { withinMs } }
}

export const examine: Examine = (_, assessed) => lossFindings(assessed, 'recoveryPoint', assessed.isPardoned)
