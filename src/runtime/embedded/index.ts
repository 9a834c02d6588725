/** The embedded runtime: the default where no Docker engine answers. Zero installation; Linux only. */

import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { Failure } from '../../kernel/index.ts'
import { OF_EMBEDDED } from '../capabilities.ts'
import { certificatesFor } from '../tls/certificates.ts'
import { folderOf, MARKER } from '../journal.ts'
import { Links } from '../links.ts'
import { ownFile, startProcess } from '../processes.ts'
import type { Address, Room, Runtime } from '../runtime.ts'
import { EmbeddedSite } from './running-site.ts'

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
    const { control, stop } = await startProxy(room)
    opened.defer(stop)
    const http = opened.adopt(new Pool(control, { connections: 2 }), (pool) => pool.destroy())
    const links = await Links.make(topology, { control, http, listenOf: () => '127.0.0.1:0', addressOf })
    const certificates = await certificatesFor(topology)
    const held = opened.move()
    return new EmbeddedSite(topology, room, { links, certificates, stopProxy: () => held.disposeAsync() })
  },
}

async function startProxy(room: Room): Promise<{ readonly control: string; readonly stop: () => Promise<void> }> {
  room.journal.planned({ kind: 'process', label: 'proxy' })
  const said: string[] = []
  const { promise, resolve } = Promise.withResolvers<string>()
  const proxy = startProcess([process.execPath, fileURLToPath(ownFile(import.meta, './proxy/main'))], {
    env: { ...process.env, [MARKER]: room.run },
    onLine: (line) => {
      said.push(line)
      const url = /^listening on (http:\S+)$/.exec(line)?.[1]
      if (url) resolve(url)
    },
  })
  const failed = proxy.ended.then(({ code }) => {
    throw new Failure('environment', `the proxy ended with ${code}: ${said.join(' | ')}`)
  })
  failed.catch(() => undefined)
  const control = await Promise.race([promise, failed])
  return {
    control,
    stop: async () => {
      proxy.closeLifeline()
      await proxy.ended
    },
  }
}

function addressOf(listen: string): Address {
  const [host = '', port = ''] = listen.split(':')
  return { host, port: Number(port) }
}
