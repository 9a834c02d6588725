/** Starts the service: `node main.ts --data DIR`, or `--store URL`. Says where it listens, then logs as JSON lines. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { newApp } from './app.ts'
import { log, reasonOf } from './log.ts'
import { openService } from './open.ts'
import { readOptions, WrongOption, type Options } from './options.ts'
import type { Service } from './service.ts'

/** How long requests under way may take once the service was told to stop. */
const STOP_MS = 5_000
/** How long the store may then take. */
const CLOSE_MS = 2_000
/** How often connections are looked at meanwhile: one whose request has been answered is idle and can be closed. */
const LOOK_MS = 20

function listen(service: Service, { host, port }: Options): Promise<Server> {
  return new Promise((resolve, reject) => {
    const answer = getRequestListener(newApp(service).fetch)
    const server = createServer((request, response) => void answer(request, response))
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

async function stop(server: Server, { store }: Service): Promise<void> {
  log('stopping')
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const looking = setInterval(() => server.closeIdleConnections(), LOOK_MS)
  const impatience = setTimeout(() => server.closeAllConnections(), STOP_MS)
  await closed
  clearInterval(looking)
  clearTimeout(impatience)
  // A commit that waits for a standby may wait for ever; nobody was answered yet.
  await Promise.race([store.close(), pause(CLOSE_MS)])
  log('stopped')
}

try {
  const options = readOptions(process.argv.slice(2), process.env)
  const service = await openService(options)
  const server = await listen(service, options)
  const stopOnce = () => void stop(server, service).then(() => process.exit(0))
  process.once('SIGTERM', stopOnce)
  process.once('SIGINT', stopOnce)
  // A reader of the log that has gone away is no reason to stop serving.
  process.stdout.on('error', () => undefined)
  const { port } = server.address() as AddressInfo
  process.stdout.write(`listening on http://${options.host}:${port}\n`)
} catch (thrown) {
  process.stderr.write(`${reasonOf(thrown)}\n`)
  process.exitCode = thrown instanceof WrongOption ? 2 : 1
}
