/**
 * Our runtime, as a conductor uses it: a reaper that proves itself, a site with Toxiproxy and a link to each service.
 * A site removes nothing before it closes, so that containers are removed here, with the reaper's own call.
 */

import { join } from 'node:path'
import { uniqueName } from '../../src/kernel/index.ts'
import { containers } from '../../src/runtime/containers/index.ts'
import { openReaper } from '../../src/runtime/index.ts'
import { service, site, Topology } from '../../src/site/index.ts'
import { stopwatch } from '../stopwatch.ts'
import { numbersTo, type Life, type Subject } from './life.ts'

export async function ourLife({ ground, run, count }: Subject): Promise<Life> {
  const { docker } = ground.yard.engine
  const declared = numbersTo(count).map((number) => {
    const one = service({ versions: { '1': run }, start: '1', ready: { http: '/health' } })
    return [`service${number}`, one] as const
  })
  const topology = new Topology(site({ services: Object.fromEntries(declared), clients: {} }))
  const services = [...topology.services.values()]
  const lap = stopwatch()
  await using opened = new AsyncDisposableStack()
  const reaper = await openReaper(`bench-${uniqueName()}`, containers.makeDummies)
  const { journal } = reaper
  opened.defer(async () => {
    const { left } = await reaper.reap()
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
  })
  const logs = join(ground.folder, journal.run)
  const running = opened.use(await containers.open(topology, { run: journal.run, journal, logs }))
  const openMs = lap()
  await Promise.all(services.map((one) => running.start(one)))
  const upMs = lap()
  const ids = services.map((one) => running.state(one).incarnation?.split('@')[0] ?? '')
  await Promise.all(services.map((one) => running.kill(one)))
  await Promise.all(ids.map((id) => docker.getContainer(id).remove({ force: true, v: true })))
  const downMs = lap()
  await opened.disposeAsync()
  return { openMs, upMs, downMs, closeMs: lap() }
}
