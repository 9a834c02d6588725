/** The promise `deletedStaysDeleted`. Cost: linear in the rows of the final reads. */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'What was deleted stays deleted. Refuted by a row, in a final read, of a version that an acknowledged delete ' +
  'had seen. A delete that `recoveryPoint` lets a restore undo is pardoned. Inconclusive where the server was ' +
  'never read at the end.'

/**
 * A record whose deletion was acknowledged does not come back. Judged always, unless waived.
 * @example
 * waives: [deletedStaysDeleted]
 */
export function deletedStaysDeleted(): Claim<'resurrected'> {
  return {
    promise: 'deletedStaysDeleted',
    claim: 'What was deleted stays deleted.',
    findings: ['resurrected'],
    terms: {},
  }
}

export const examine: Examine = (history, assessed) =>
  flagFindings(
    history,
    assessed,
    'deletedStaysDeleted',
    ['resurrected'],
    ({ version, account }) => version !== undefined && assessed.isPardoned(version, account),
  )
