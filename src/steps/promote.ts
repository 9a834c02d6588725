/** A standby takes over: it is told so by its own means. */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Service } from '../site/index.ts'
import { execute } from './command.ts'
import { demand } from './demand.ts'
import type { Taking } from './taking.ts'

const PROMOTION_MS = 60_000

/**
 * What the standby declares as its `promotion` is run inside it, for at most a minute, and its exit decides. A standby
 * that refuses is a failed step, with what it said, and the drill goes on. Refused: a service that declares none.
 *
 * @example [promote(standby), repoint(sync.links.db, standby)]
 */
export function promote(standby: Service): Taking {
  const { promotion = [] } = standby
  return {
    is: 'step',
    name: 'promote',
    takes: true,
    needs: ['services'],
    sideEffects: OLDER_STATE,
    on: [standby],
    describe: (names) => [names.of(standby)],
    check() {
      const expected = 'a service that declares what promotes it (promotion)'
      demand(promotion.length > 0, 'standby', expected, 'one that does not')
    },
    run: (stage) => execute(stage, { argv: promotion, inside: standby, atMostMs: PROMOTION_MS }),
  }
}
