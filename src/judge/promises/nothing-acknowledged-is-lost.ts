/**
 * Claim: nothing that was acknowledged is lost.
 * Refuted by: an acknowledged version, or one side of a conflict that the policy keeps, that the server does not show.
 * Inconclusive: no acknowledged record was read at the end. Cost: linear in the records.
 */

import { LOSSES, lossFindings, type Loss } from './losses.ts'
import type { Claim, Examine } from './promise.ts'

export function nothingAcknowledgedIsLost(): Claim<Loss> {
  const claim = 'Nothing that was acknowledged is lost.'
  return { promise: 'nothingAcknowledgedIsLost', claim, findings: LOSSES, terms: {} }
}

export const examine: Examine = (_, assessed) => lossFindings(assessed, 'nothingAcknowledgedIsLost')
