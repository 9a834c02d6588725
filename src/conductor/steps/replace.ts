/** A new, empty one in the same place, closed to devices; what is left of the old one is kept aside for salvage. */

import type { Service, Volume } from '../../site/index.ts'
import type { Stage } from '../stage.ts'
import type { StepEnd } from './index.ts'

export async function doReplace(stage: Stage, what: Service | Volume): Promise<StepEnd> {
  const { site, topology } = { site: stage.site, topology: stage.compiled.topology }
  const users = what.is === 'volume' ? topology.usersOf(what).map(({ service }) => service) : [what]
  const services = [...new Set(users)]
  for (const service of services) await site.kill(service)
  if (what.is === 'volume') {
    const { asideAs } = await site.replaceVolume(what)
    stage.asides.push({ volume: what, asideAs })
    stage.ledger.append({ is: 'replaced', what: topology.nameOf(what), kind: 'volume', asideAs })
  } else {
    stage.ledger.append({ is: 'replaced', what: topology.nameOf(what), kind: 'service' })
  }
  for (const service of services) await startClosed(stage, service)
  return { state: 'end' }
}

/** The link stays shut until the door is: no device slips in between. */
async function startClosed(stage: Stage, service: Service): Promise<void> {
  const link = stage.site.link(service.link)
  const served = stage.doors.served().includes(service)
  if (served) await link.disable()
  await stage.site.start(service)
  if (!served) return
  await stage.doors.close(service)
  if (stage.doors.hasOwn(service)) await link.enable()
}
