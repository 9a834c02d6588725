/** The promise `accountsStayApart`. Cost: linear in the rows of the final reads. */

import { flagFindings } from './by-flags.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'Nobody sees what is not theirs. Refuted by a row that nobody wrote, in a final read, and by a row that another ' +
  'account wrote, in any read. Inconclusive where the server was never read at the end.'

/**
 * No account ever sees a record that it has not written. Judged always, unless waived.
 * @example
 * waives: [accountsStayApart]
 */
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
