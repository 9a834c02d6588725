/** Back to the version before the last upgrade, on the same disk. */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Service } from '../site/index.ts'
import { demand, wasDone } from './demand.ts'
import type { Taking } from './taking.ts'
import { changeVersion, tellBuild } from './version.ts'

/**
 * Undoes one upgrade after the other; recorded as skipped where the first version runs already. Refused: a service that
 * no earlier step upgrades.
 *
 * @example rollBack(sync)
 */
export function rollBack(service: Service): Taking {
  return {
    is: 'step',
    name: 'rollBack',
    takes: true,
    sideEffects: OLDER_STATE,
    on: [service],
    needs: ['stop'],
    describe: (names) => [names.of(service)],
    check: ({ earlier }) =>
      demand(wasDone(earlier, 'upgrade', service), 'service', 'one that an earlier step upgrades', 'another'),
    async run(stage, { id }) {
      const before = [...(stage.versionsBefore.get(service) ?? [])]
      const to = before.pop()
      if (to === undefined) {
        return { state: 'skipped', because: `${stage.site.state(service).version}, the version before, runs already` }
      }
      stage.versionsBefore.set(service, before)
      return changeVersion(stage, id, service, to)
    },
    lookAgain: (stage, { id }) => tellBuild(stage, id, service, 'after'),
  }
}
