/**
 * A new, empty one in the same place, closed to devices; what is left of the old one is kept aside for salvage.
 * Services through which devices reach it start anew: what they remember of the old one would be served as if it were
 * there, and connections of theirs are broken.
 */

import { DEVICES_AHEAD } from '../ledger/index.ts'
import type { Service, Volume } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { startOrFailed } from './or-failed.ts'
import type { StepEnd } from './step.ts'
import type { Taking } from './taking.ts'

/**
 * A volume starts empty, and services on it start anew; a service starts anew on its own volumes. It stays closed until
 * `restore` or `edgeRestore` opens it, or until the heal phase.
 *
 * @example replace(san)
 */
export function replace(what: Service | Volume): Taking {
  return {
    is: 'step',
    name: 'replace',
    takes: true,
    sideEffects: [DEVICES_AHEAD],
    on: [what],
    needs: [what.is === 'volume' ? 'volumes' : 'kill'],
    describe: (names) => [names.of(what)],
    run: (stage) => putNew(stage, what),
  }
}

async function putNew(stage: Stage, what: Service | Volume): Promise<StepEnd> {
  const { site, doors, routes, topology } = stage
  const users = what.is === 'volume' ? topology.usersOf(what).map(({ service }) => service) : [what]
  const concerned = routes.through(users)
  const served = concerned.filter((service) => doors.served().includes(service))
  // Links stay shut until the doors are: no device slips in between.
  for (const service of served) await doors.shutLinks(service)
  for (const service of users) await site.kill(service)
  await renew(stage, what)
  const failures: StepEnd[] = []
  for (const service of concerned) {
    const started = users.includes(service)
      ? await startOrFailed(stage, service, { fresh: true })
      : await restart(stage, service)
    if (started.state === 'failed') {
      const because = `${topology.nameOf(service)} did not come up again: ${started.because}`
      failures.push({ ...started, because })
    }
  }
  for (const service of served) await doors.closeAnew(service)
  const [first] = failures
  if (!first) return { state: 'end' }
  return failures.length === 1 ? first : { state: 'failed', because: failures.map(({ because }) => because).join('; ') }
}

async function renew({ site, ledger, asides, topology }: Stage, what: Service | Volume): Promise<void> {
  if (what.is === 'service') {
    ledger.append({ is: 'replaced', what: topology.nameOf(what), kind: 'service' })
    return
  }
  const { asideAs } = await site.replaceVolume(what)
  asides.push({ volume: what, asideAs })
  ledger.append({ is: 'replaced', what: topology.nameOf(what), kind: 'volume', asideAs })
}

/** One that lost its own disk needs a step of its own. */
async function restart(stage: Stage, service: Service): Promise<StepEnd> {
  const { site } = stage
  const disks = await Promise.all(Object.values(service.data).map((volume) => site.volume(volume).exists()))
  if (disks.includes(false)) return { state: 'end' }
  await site.kill(service)
  return startOrFailed(stage, service)
}
