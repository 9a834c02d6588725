/** Another version of a service, on the same disk: stopped, started, and asked before and after what it runs. */

import { reasonOf } from '../../kernel/index.ts'
import type { Service } from '../../site/index.ts'
import type { Stage } from '../stage.ts'
import { wireTo } from '../wires.ts'
import type { StepEnd } from './index.ts'

export async function doUpgrade(stage: Stage, step: string, service: Service, to: string): Promise<StepEnd> {
  const before = stage.versionsBefore.get(service) ?? []
  stage.versionsBefore.set(service, [...before, stage.site.state(service).version])
  return changeVersion(stage, step, service, to)
}

export async function doRollBack(stage: Stage, step: string, service: Service): Promise<StepEnd> {
  const before = [...(stage.versionsBefore.get(service) ?? [])]
  const to = before.pop()
  if (to === undefined) {
    return { state: 'skipped', because: `${stage.site.state(service).version}, the version before, runs already` }
  }
  stage.versionsBefore.set(service, before)
  return changeVersion(stage, step, service, to)
}

/** A version that does not come up is an outcome: the drill goes on, without the service. */
async function changeVersion(stage: Stage, step: string, service: Service, to: string): Promise<StepEnd> {
  const { site } = stage
  await tellBuild(stage, step, service, 'before')
  await site.stop(service)
  try {
    await site.start(service, { version: to })
  } catch (thrown) {
    return { state: 'failed', because: reasonOf(thrown) }
  }
  await tellBuild(stage, step, service, 'after')
  return { state: 'end' }
}

/** In the service's own words. Asked again when it was started again after an interruption. */
export async function tellBuild(stage: Stage, step: string, service: Service, when: 'before' | 'after'): Promise<void> {
  const { ledger, site, compiled } = stage
  if (!service.build) return
  const common = { is: 'build', step, service: compiled.topology.nameOf(service), when } as const
  try {
    await using wire = wireTo(site.direct(service), stage.signal)
    const { status, text } = await wire.send('GET', service.build.http)
    if (status === 200) ledger.append({ ...common, told: text.trim().slice(0, 200) })
    else ledger.append({ ...common, because: `it answered ${status}` })
  } catch (thrown) {
    ledger.append({ ...common, because: reasonOf(thrown) })
  }
}
