/** The containers runtime: testcontainers, real Toxiproxy, named volumes; on whatever engine answers, near or far. */

import { mkdirSync } from 'node:fs'
import { Pool } from 'undici'
import { OF_CONTAINERS } from '../capabilities.ts'
import { certificatesFor } from '../tls/certificates.ts'
import { folderOf } from '../journal.ts'
import { Links } from '../links.ts'
import type { Runtime } from '../runtime.ts'
import { makeDummies } from './dummies.ts'
import { openEngine } from './engine/engine.ts'
import { Mounts } from './mounts.ts'
import { Network } from './network.ts'
import { prepareImages } from './prepare.ts'
import { ContainersSite } from './running-site.ts'
import { portsOfEdges } from './service-container.ts'
import { RealProxy } from './toxiproxy.ts'
import { watchEngine } from './engine/watch.ts'
import { openYard } from './engine/yard.ts'

export const containers: Runtime = {
  name: 'containers',
  capabilities: OF_CONTAINERS,

  prepare: prepareImages,
  makeDummies,

  async open(topology, room) {
    const engine = await openEngine()
    const yard = openYard(engine, room.run, room.journal)
    room.journal.planned({ kind: 'folder', path: folderOf(room.run) })
    mkdirSync(folderOf(room.run), { recursive: true, mode: 0o700 })
    mkdirSync(room.logs, { recursive: true })
    // What holds this process open: containers of an opening that fails are left to the reaper.
    await using opened = new AsyncDisposableStack()
    const watch = opened.use(await watchEngine(yard, (failure, then) => room.onLost?.(failure, then)))
    const [network, mounts] = await Promise.all([Network.make(yard), Mounts.make(yard, topology)])
    const ports = await portsOfEdges(yard, topology)
    const proxy = await RealProxy.start(yard, network.name, ports, room.logs)
    const http = opened.adopt(new Pool(proxy.control, { connections: 2 }), (pool) => pool.destroy())
    const links = await Links.make(topology, proxy.asProxy(http))
    const certificates = await certificatesFor(topology)
    const held = opened.move()
    return new ContainersSite(topology, room, {
      network,
      mounts,
      links,
      certificates,
      inside: (link) => proxy.inside(links.of(link).address),
      async close(endServices) {
        await using _ = held
        await watch.until(async () => {
          await endServices()
          return await proxy.signOff()
        })
      },
    })
  },
}
