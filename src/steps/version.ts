/** A service is stopped, started in another version, and asked before and after what it runs. */

import { reasonOf } from '../kernel/index.ts'
import type { Service } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { wireTo } from '../stage/wires.ts'
import { startOrFailed } from './or-failed.ts'
import type { StepEnd } from './step.ts'

/** A version that does not come up is an outcome: the drill goes on, without the service. */
export async function changeVersion(stage: Stage, step: string, service: Service, to: string): Promise<StepEnd> {
  const { site } = stage
  await tellBuild(stage, step, service, 'before')
  await site.stop(service)
  const started = await startOrFailed(stage, service, { version: to, fresh: true })
  if (started.state === 'end') await tellBuild(stage, step, service, 'after')
  return started
}

/** In the service's own words. Asked again when it was started again after an interruption. */
export async function tellBuild(stage: Stage, step: string, service: Service, when: 'before' | 'after'): Promise<void> {
  const { ledger, site, topology, signal } = stage
  if (!service.build) return
  const common = { is: 'build', step, service: topology.nameOf(service), when } as const
  try {
    await using wire = wireTo(site.direct(service), signal)
    const { status, text } = await wire.send('GET', service.build.http)
    if (status === 200) ledger.append({ ...common, told: text.trim().slice(0, 200) })
    else ledger.append({ ...common, because: `it answered ${status}` })
  } catch (thrown) {
    ledger.append({ ...common, because: reasonOf(thrown) })
  }
}
