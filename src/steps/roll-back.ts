/** Back to the version before the last upgrade, on the same disk. */

import type { Service } from '../site/index.ts'
import { demand, wasDone } from './demand.ts'
import type { Step } from './step.ts'
import { changeVersion, tellBuild } from './version.ts'

/**
 * Undoes one upgrade after the other; recorded as skipped where the first version runs already. Refused: a service that
 * no earlier step upgrades.
 *
 * @example rollBack(sync)
 */
export function rollBack(service: Service): Step {
  return {
    is: 'step',
    name: 'rollBack',
    takes: true,
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
