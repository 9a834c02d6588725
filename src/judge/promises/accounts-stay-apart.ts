/**
 * Claim: Nobody sees what is not theirs.
 * Refuted by: a row that nobody wrote, or one that another account wrote.
 * Inconclusive: the server was never read at the end. Cost: linear in the rows of the final reads.
 */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export function accountsStayApart(): Claim<'phantom' | 'phantom-foreign'> {
  return {
    promise: 'accountsStayApart',
    claim: 'Nobody sees what is not theirs.',
    findings: ['phantom', 'phantom-foreign'],
    terms: {},
  }
}

export const examine: Examine = (history, assessed) =>
  flagFindings(history, assessed, 'accountsStayApart', ['phantom', 'phantom-foreign'])
