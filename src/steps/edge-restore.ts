/** What devices still hold comes back from them. */

import { DELETES_UNDONE } from '../ledger/index.ts'
import { refuseOthers } from '../kernel/declared.ts'
import type { Devices } from '../fleet/index.ts'
import type { CollectionName } from '../records/index.ts'
import { options } from './call.ts'
import { checkCollections, checkShares } from './demand.ts'
import { orFailed } from './or-failed.ts'
import type { Taking } from './taking.ts'

/**
 * Passes a closed door. Deletions first, then collection by collection, in `order` or in the order of all collections:
 * each device offers every version, shown or aside, that the server has neither seen (by version vector) nor deleted.
 * Each collection is read back, recorded as validated, then opened. An unknown deletion is accepted as a tombstone.
 * Without this step devices believe the server. Refused: a collection that there is not, or twice.
 *
 * @example edgeRestore(phones.some('50%'), { order: ['contacts', 'calendar'] })
 */
export function edgeRestore(
  devices: Devices,
  { order, ...others }: { readonly order?: readonly CollectionName[] } = {},
): Taking {
  refuseOthers('edgeRestore', others, 'order')
  return {
    is: 'step',
    name: 'edgeRestore',
    takes: true,
    sideEffects: [DELETES_UNDONE],
    describe: (names) => [names.of(devices), options({ order })],
    check({ topology }) {
      checkShares(devices)
      checkCollections('order', order, topology)
    },
    run({ ledger, fleet, doors, routes, collections }, { id }) {
      const note = (state: 'begin' | 'validated' | 'opened' | 'end', one?: CollectionName) =>
        ledger.append({ is: 'restore', step: id, from: 'edge', state, ...(one && { collection: one }) })
      return orFailed(async () => {
        note('begin')
        await fleet.edgeRestore(devices, {
          order: order ?? collections,
          passOf: (service) => doors.pass(service),
          onCollection: async (remote, one, rows) => {
            const behind = routes.behind(remote)
            const service = doors.served().find((served) => served === behind)
            if (service) doors.validated(service, one, rows)
            note('validated', one)
            if (service && (await doors.open(service, [one])).length > 0) note('opened', one)
            await fleet.serverViews('after step')
          },
        })
        note('end')
        return { state: 'end' }
      })
    },
  }
}
