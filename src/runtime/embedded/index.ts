/** The embedded runtime: the default where no Docker engine answers. Zero installation; Linux only. */

import { mkdirSync } from 'node:fs'
import { Failure } from '../../kernel/index.ts'
import { OF_EMBEDDED } from '../capabilities.ts'
import { certificatesFor } from '../tls/certificates.ts'
import { folderOf } from '../journal.ts'
import { Links } from '../links.ts'
import type { Runtime } from '../runtime.ts'
import { EmbeddedSite } from './running-site.ts'
import { startProxy } from './start-proxy.ts'

export const embedded: Runtime = {
  name: 'embedded',
  capabilities: OF_EMBEDDED,

  async open(topology, room) {
    if (process.platform !== 'linux') {
      throw new Failure(
        'environment',
        `the embedded runtime needs Linux (/proc, process groups), this is ${process.platform}`,
      )
    }
    room.journal.planned({ kind: 'folder', path: folderOf(room.run) })
    mkdirSync(folderOf(room.run), { recursive: true, mode: 0o700 })
    mkdirSync(room.logs, { recursive: true })
    await using opened = new AsyncDisposableStack()
    const { proxy } = opened.use(await startProxy(room))
    const links = await Links.make(topology, proxy)
    const certificates = await certificatesFor(topology)
    const held = opened.move()
    return new EmbeddedSite(topology, room, { links, certificates, stopProxy: () => held.disposeAsync() })
  },
}
