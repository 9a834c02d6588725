/** Another version of a service, on the same disk. */

import { OLDER_STATE } from '../ledger/index.ts'
import type { Service } from '../site/index.ts'
import { demand, wasDone } from './demand.ts'
import type { Taking } from './taking.ts'
import { changeVersion, tellBuild } from './version.ts'

/**
 * Stops the service and starts it in another version; what it says that it runs (`build`) is asked before and after.
 * Refused: a version that it does not declare, and on its first upgrade one that starts like the running one: the same
 * build on both sides would prove nothing. A version that does not come up is a failed step.
 *
 * @example upgrade(sync, 'v2')
 */
export function upgrade<V extends string>(service: Service<V>, to: NoInfer<V>): Taking {
  return {
    is: 'step',
    name: 'upgrade',
    takes: true,
    sideEffects: OLDER_STATE,
    on: [service],
    starts: { service, version: to },
    needs: ['stop'],
    describe: (names) => [names.of(service), to],
    check({ earlier }) {
      const versions: Service['versions'] = service.versions
      const known = Object.keys(versions)
      demand(known.includes(to), 'to', `one of ${known.join(', ')}`, to)
      if (wasDone(earlier, 'upgrade', service)) return
      const { start } = service
      const vacuous = (why: string) => `${why}: a vacuous upgrade, with the same build on both sides`
      demand(to !== start, 'to', 'another version than the one that runs', vacuous(to))
      const same = JSON.stringify(versions[to]) === JSON.stringify(versions[start])
      demand(!same, 'to', `a version that starts otherwise than ${start}`, vacuous(`${to}, which starts alike`))
    },
    run(stage, { id }) {
      const before = stage.versionsBefore.get(service) ?? []
      stage.versionsBefore.set(service, [...before, stage.site.state(service).version])
      return changeVersion(stage, id, service, to)
    },
    lookAgain: (stage, { id }) => tellBuild(stage, id, service, 'after'),
  }
}
