/** The built-in proxy, a process of its own for each run. */

import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { Failure } from '../../kernel/index.ts'
import { MARKER } from '../journal.ts'
import type { Proxy } from '../links.ts'
import { ownFile, startProcess } from '../processes.ts'
import type { Address, Room } from '../runtime.ts'

/** Ends when it is disposed. */
export interface RunningProxy extends AsyncDisposable {
  readonly proxy: Proxy
}

/** Throws an environment `Failure` with what it said, where it does not come up. */
export async function startProxy(room: Room): Promise<RunningProxy> {
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
  await using opened = new AsyncDisposableStack()
  opened.defer(async () => {
    proxy.closeLifeline()
    await proxy.ended
  })
  const control = await Promise.race([promise, failed])
  const http = opened.adopt(new Pool(control, { connections: 2 }), (pool) => pool.destroy())
  const all = opened.move()
  return {
    proxy: { control, http, listenOf: () => '127.0.0.1:0', addressOf },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function addressOf(listen: string): Address {
  const [host = '', port = ''] = listen.split(':')
  return { host, port: Number(port) }
}
