/** The promise `nothingAcknowledgedIsLost`. Cost: linear in the records. */

import { LOSSES, lossFindings, type Loss } from './losses.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Nothing that was acknowledged is lost. Refuted by every acknowledged edit that is owed and that the final read ' +
  'of the server does not show, whole, as the side of a conflict that the policy keeps, or field by field. ' +
  'Inconclusive where no acknowledged record was read at the end.'

/**
 * Every change that a device was told is saved, or a later one of the same record, is there at the end.
 * @example
 * promises: [nothingAcknowledgedIsLost()]
 */
export function nothingAcknowledgedIsLost(): Claim<Loss> {
  const claim = 'Nothing that was acknowledged is lost.'
  return { promise: 'nothingAcknowledgedIsLost', claim, findings: LOSSES, terms: {} }
}

export const examine: Examine = (_, assessed) => lossFindings(assessed, 'nothingAcknowledgedIsLost')
