/**
 * Claim: What was deleted stays deleted.
 * Refuted by: a live row of a version that an acknowledged delete had seen.
 * Inconclusive: the server was never read at the end. Cost: linear in the rows of the final reads.
 */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export function deletedStaysDeleted(): Claim<'resurrected'> {
  return {
    promise: 'deletedStaysDeleted',
    claim: 'What was deleted stays deleted.',
    findings: ['resurrected'],
    terms: {},
  }
}

export const examine: Examine = (its, assessed) => flagFindings(its, assessed, 'deletedStaysDeleted', ['resurrected'])
