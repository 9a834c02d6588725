/**
 * The external runtime: services of somebody else, by address. Nothing of them is started or touched; what is between
 * devices and them is the harness's own: a link to each, through the built-in proxy on this machine.
 */

import { mkdirSync } from 'node:fs'
import { OF_EXTERNAL } from '../capabilities.ts'
import { startProxy } from '../embedded/start-proxy.ts'
import { folderOf } from '../journal.ts'
import { Links } from '../links.ts'
import type { Runtime } from '../runtime.ts'
import { askedOfExternal, refuseUnallowed } from './asked.ts'
import { ExternalSite } from './running-site.ts'

export const external: Runtime = {
  name: 'external',
  capabilities: OF_EXTERNAL,

  async open(topology, room) {
    const services = [...topology.external].map(([remote, at]) => [topology.nameOf(remote), at] as const)
    refuseUnallowed(services, askedOfExternal())
    room.journal.planned({ kind: 'folder', path: folderOf(room.run) })
    mkdirSync(folderOf(room.run), { recursive: true, mode: 0o700 })
    await using opened = new AsyncDisposableStack()
    const { proxy } = opened.use(await startProxy(room))
    const links = await Links.make(topology, proxy)
    for (const [{ link }, address] of topology.external) if (address) await links.of(link).upstream(address)
    const held = opened.move()
    return new ExternalSite(topology, room, { links, stopProxy: () => held.disposeAsync() })
  },
}
