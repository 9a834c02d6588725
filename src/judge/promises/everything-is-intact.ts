/**
 * Claim: Everything is as it was written.
 * Refuted by: a known version over other content, a score that nobody attempted, a photo without its picture.
 * Inconclusive: the server was never read at the end. Cost: linear in the rows of the final reads.
 */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export function everythingIsIntact(): Claim<'corrupted' | 'misordered'> {
  return {
    promise: 'everythingIsIntact',
    claim: 'Everything is as it was written.',
    findings: ['corrupted', 'misordered'],
    terms: {},
  }
}

export const examine: Examine = (its, assessed) =>
  flagFindings(its, assessed, 'everythingIsIntact', ['corrupted', 'misordered'])
