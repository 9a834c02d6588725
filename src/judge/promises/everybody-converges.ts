/** The promise `everybodyConverges`. Cost: linear in the rows of the final reads. */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Everybody ends up with the same. Refuted by a device, or a brand-new one, that shows a record otherwise than ' +
  'the server does in the final reads. Inconclusive where the server was never read at the end.'

/**
 * After everybody is quiet, devices, brand-new devices and the server show the same. Judged always, unless waived.
 * @example
 * waives: [everybodyConverges]
 */
export function everybodyConverges(): Claim<'diverged'> {
  return { promise: 'everybodyConverges', claim: 'Everybody ends up with the same.', findings: ['diverged'], terms: {} }
}

export const examine: Examine = (history, assessed) =>
  flagFindings(history, assessed, 'everybodyConverges', ['diverged'])
