/** What a gate can ask: has anything been lost of what a few canaries wrote? */

import type { Devices } from '../fleet/index.ts'
import type { Claim } from '../judge/promises/index.ts'
import { callOf } from './call.ts'
import { checkShares } from './demand.ts'
import { judgedSoFar } from './judging.ts'
import type { Question } from './question.ts'
import { work } from './work.ts'

/**
 * Some devices work first; then all acknowledged records of their accounts are judged by what the server shows.
 *
 * @example gate(canaryKeeps({ devices: phones.some('10%'), edits: 20 }, nothingAcknowledgedIsLost()), { stop: [...] })
 */
export function canaryKeeps(
  canary: { readonly devices: Devices; readonly edits: number },
  ...claims: readonly [Claim, ...Claim[]]
): Question {
  const { devices, edits } = canary
  const ongoing = work({ edits, devices })
  return {
    is: 'question',
    name: 'canaryKeeps',
    ongoing,
    describe(names) {
      const asked = claims.map(({ promise, terms }) => ({ call: promise, args: [terms] }))
      return { call: 'canaryKeeps', args: [callOf(ongoing, names), ...asked] }
    },
    check: () => checkShares(devices),
    async answer({ ledger, fleet }, own, { take }) {
      if (own.ongoing) await take(own.ongoing)
      const accounts = [...new Set(fleet.select(devices).map(({ account }) => account))]
      await fleet.serverViews('gate', accounts)
      return judgedSoFar(ledger, ({ canaryAnswer }, entries) => canaryAnswer(entries, accounts, claims))
    },
  }
}
