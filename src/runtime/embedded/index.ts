/** The embedded runtime: the default where no Docker engine answers. Zero installation; Linux only. */

import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { Failure } from '../../kernel/index.ts'
import { folderOf, MARKER } from '../journal.ts'
import { ownFile, startProcess } from '../processes.ts'
import type { Room, Runtime } from '../runtime.ts'
import { EmbeddedLinks } from './links.ts'
import { EmbeddedSite } from './running-site.ts'

export const embedded: Runtime = {
  name: 'embedded',
  capabilities: new Set([
    'commands',
    'kill',
    'stop',
    'pause',
    'volumes',
    'disable',
    'latency',
    'timeout',
    'reset_peer',
    'limit_data',
  ] as const),

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
    const { control, stop } = await startProxy(room)
    const metrics = new Pool(control, { connections: 2 })
    const links = await EmbeddedLinks.make(topology, control, metrics)
    return new EmbeddedSite(topology, room, links, async () => {
      await metrics.destroy()
      await stop()
    })
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
