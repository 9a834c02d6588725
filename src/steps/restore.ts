/** A copy is restored behind closed doors, validated, and opened. */

import { OLDER_STATE } from '../ledger/index.ts'
import type { EngineBackup } from '../backups/index.ts'
import type { Accounts } from '../fleet/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { Ability } from '../site/index.ts'
import { callOf, options } from './call.ts'
import { checkAccountShares, checkCollections, demand } from './demand.ts'
import { restoreFrom, type Pick } from './restoring.ts'
import type { Copy } from './step.ts'
import type { Taking } from './taking.ts'

/** The options, if an engine can do what they need; else what it cannot do, in words that the compiler prints. */
type If<A, Needed extends Ability, T> = Needed extends A
  ? T
  : { readonly [K in keyof T]?: `this engine cannot restore ${Needed}` }

interface Always {
  readonly pick?: Pick
  /** A script that fails to restore is no surprise; any other engine refuses a copy, which is none either. */
  readonly mayFail?: boolean
}

export type RestoreOptions<A extends Ability> = Always &
  If<A, 'by collection', { readonly order?: readonly CollectionName[] }> &
  If<A, 'by account', { readonly accounts?: Accounts }>

/**
 * From the copy that a step took, or from a backup: its `newest sound` copy by default, its `newest`, or its `oldest`.
 * Closes to devices, restores, validates, opens what it validated: by collection where an `order` is given, and only
 * some `accounts` where they are. A damaged copy is refused by its engine; the refusal is recorded and the drill goes
 * on. Where a script of somebody's own fails to restore, the step has failed, unless it may.
 * Refused before anything starts: a copy that no earlier step takes, and what the engine cannot do.
 *
 * @example restore(nightly, { order: ['contacts', 'calendar'] })
 */
export function restore<A extends Ability>(from: EngineBackup<A> | Copy<A>, asked?: RestoreOptions<A>): Taking {
  // The type above depends on A; what arrives is one of these, or was refused by the compiler.
  const { pick = 'newest sound', order, accounts, mayFail = false } = (asked ?? {}) as RestoreOptions<Ability>
  const isMade = from.is === 'step'
  const can: readonly Ability[] = from.can
  return {
    is: 'step',
    name: 'restore',
    takes: true,
    needs: ['copies'],
    sideEffects: OLDER_STATE,
    describe: (names) => [
      isMade ? callOf(from, names) : names.of(from),
      options({
        pick: isMade || pick === 'newest sound' ? undefined : pick,
        order,
        accounts: accounts && names.accounts(accounts.selection),
        mayFail: mayFail ? true : undefined,
      }),
    ],
    check({ earlier, topology }) {
      demand(!isMade || earlier.includes(from), 'from', 'a copy that an earlier step takes', 'another')
      checkCollections('order', order, topology)
      if (order) demand(can.includes('by collection'), 'order', 'an engine that restores by collection', 'another')
      if (!accounts) return
      demand(can.includes('by account'), 'accounts', 'an engine that restores by account', 'another')
      checkAccountShares(accounts.selection)
    },
    run: (stage, { id }) => restoreFrom(stage, id, { from, pick, order, accounts, mayFail }),
  }
}
