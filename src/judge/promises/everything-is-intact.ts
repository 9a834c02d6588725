/** The promise `everythingIsIntact`. Cost: linear in the rows of the final reads. */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Everything is as it was written. Refuted by a known version over other content in any read, a score that ' +
  'nobody attempted, a photo without its picture, and a full read that was empty although the account had records ' +
  'and nothing had taken them. Inconclusive where the server was never read at the end.'

/**
 * Every record read is one that somebody wrote, whole, in every read. Judged always, unless waived.
 * @example
 * waives: [everythingIsIntact]
 */
export function everythingIsIntact(): Claim<'corrupted' | 'misordered' | 'shown empty'> {
  return {
    promise: 'everythingIsIntact',
    claim: 'Everything is as it was written.',
    findings: ['corrupted', 'misordered', 'shown empty'],
    terms: {},
  }
}

export const examine: Examine = (history, assessed) =>
  flagFindings(history, assessed, 'everythingIsIntact', ['corrupted', 'misordered', 'shown empty'])
