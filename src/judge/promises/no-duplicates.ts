/**
 * Claim: Nothing is there twice.
 * Refuted by: one version in two rows, or a version beside one that builds on it; sides of a conflict are two things.
 * Inconclusive: the server was never read at the end. Cost: linear in the rows of the final reads.
 */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export function noDuplicates(): Claim<'duplicated'> {
  return { promise: 'noDuplicates', claim: 'Nothing is there twice.', findings: ['duplicated'], terms: {} }
}

export const examine: Examine = (history, assessed) => flagFindings(history, assessed, 'noDuplicates', ['duplicated'])
