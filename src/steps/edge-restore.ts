/** What devices still hold comes back from them. */

import { DELETES_UNDONE } from '../ledger/index.ts'
import { refuseOthers } from '../kernel/declared.ts'
import type { Devices } from '../fleet/index.ts'
import { CLASSES, type RecordClass } from '../records/index.ts'
import { options } from './call.ts'
import { checkClasses, checkShares } from './demand.ts'
import { orFailed } from './or-failed.ts'
import type { Taking } from './taking.ts'

/**
 * Passes a closed door. Deletions first, then class by class, in `order` or in the order of all classes: each device
 * offers every version, shown or aside, that the server has neither seen (by version vector) nor deleted. Each class is
 * read back, recorded as validated, then opened. An unknown deletion is accepted as a tombstone. Without this step
 * devices believe the server. Refused: a class that there is not, or twice.
 *
 * @example edgeRestore(phones.some('50%'), { order: ['contacts', 'calendar'] })
 */
export function edgeRestore(
  devices: Devices,
  { order, ...others }: { readonly order?: readonly RecordClass[] } = {},
): Taking {
  refuseOthers('edgeRestore', others, 'order')
  return {
    is: 'step',
    name: 'edgeRestore',
    takes: true,
    sideEffects: [DELETES_UNDONE],
    describe: (names) => [names.of(devices), options({ order })],
    check() {
      checkShares(devices)
      checkClasses('order', order)
    },
    run({ ledger, fleet, doors, routes }, { id }) {
      const note = (state: 'begin' | 'validated' | 'opened' | 'end', one?: RecordClass) =>
        ledger.append({ is: 'restore', step: id, from: 'edge', state, ...(one && { class: one }) })
      return orFailed(async () => {
        note('begin')
        await fleet.edgeRestore(devices, {
          order: order ?? CLASSES,
          passOf: (service) => doors.pass(service),
          onClass: async (remote, one, rows) => {
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
