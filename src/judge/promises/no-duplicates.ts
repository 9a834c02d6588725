/** The promise `noDuplicates`. Cost: linear in the rows of the final reads. */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Nothing is there twice. Refuted by one version in two rows of a final read, or a version beside one that ' +
  'builds on it; two sides of a conflict are two things. Inconclusive where the server was never read at the end.'

/**
 * No version of a record is there twice. Judged always, unless waived.
 * @example
 * waives: [noDuplicates]
 */
export function noDuplicates(): Claim<'duplicated'> {
  return { promise: 'noDuplicates', claim: 'Nothing is there twice.', findings: ['duplicated'], terms: {} }
}

export const examine: Examine = (history, assessed) => flagFindings(history, assessed, 'noDuplicates', ['duplicated'])
