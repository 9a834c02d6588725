/** A service that does not run is started: for the first time, or again. */

import type { Service } from '../site/index.ts'
import { demand } from './demand.ts'
import { startOrFailed } from './or-failed.ts'
import type { Step } from './step.ts'

/** Steps after which a service may not run, besides those that injure or run a command of somebody's own. */
const MAY_END: readonly string[] = ['replace', 'rollBack', 'upgrade']

/**
 * Starts a service on its own disks: one that is declared to start `'by a step'`, or one that has ended. It has failed
 * where the service runs already, or does not come up. Refused: a service that runs for certain, because it was started
 * before and nothing since can have ended it.
 *
 * @example start(sync)
 */
export function start(service: Service): Step {
  return {
    is: 'step',
    name: 'start',
    takes: false,
    needs: ['services'],
    preparesData: true,
    on: [service],
    describe: (names) => [names.of(service)],
    check({ earlier, topology }) {
      const name = topology.nameOf(service)
      const last = earlier.findLastIndex((step) => step.name === 'start' && step.on?.includes(service))
      if (last < 0 && service.starts === 'by a step') return
      const since = earlier.slice(last + 1)
      const began = last < 0 ? 'starts with the drill' : 'an earlier step starts'
      const got = `${name}, which ${began}, and which nothing before this step ends`
      demand(since.some(mayEnd), 'service', 'one that may not run here', got)
    },
    async run(stage) {
      const { site, topology } = stage
      await site.settled(service)
      const { status } = site.state(service)
      if (status !== 'running' && status !== 'paused') return startOrFailed(stage, service)
      const runs = status === 'paused' ? 'is there already, and stands still' : 'runs already'
      return { state: 'failed', because: `${topology.nameOf(service)} ${runs}: nothing was started` }
    },
  }
}

function mayEnd({ name, injury, commands, on }: Step): boolean {
  return injury !== undefined || commands !== undefined || (MAY_END.includes(name) && on !== undefined)
}
