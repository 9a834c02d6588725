/** Starts the service: `node main.ts --data DIR`. Prints where it listens once it does, then logs as JSON lines. */

import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { getRequestListener } from '@hono/node-server'
import { newApp } from './app.ts'
import { Shelf } from './backup/shelf.ts'
import { log, reasonOf } from './log.ts'
import { readOptions, WrongOption, type Options } from './options.ts'
import type { Service } from './service.ts'
import { Blobs } from './store/blobs.ts'
import { FORMATS } from './store/formats.ts'
import { takeOver } from './store/migrate.ts'
import { createIfMissing } from './store/schema.ts'
import { SqliteStore } from './store/sqlite.ts'

/** How long requests under way may take once the service was told to stop. */
const STOP_MS = 5_000
/** How often connections are looked at meanwhile: one whose request has been answered is idle and can be closed. */
const LOOK_MS = 20

async function openService(options: Options): Promise<Service> {
  const { folder, backups, adminToken, defects, version } = options
  mkdirSync(folder, { recursive: true })
  const database = join(folder, 'database.sqlite')
  const blobFolder = join(folder, 'blobs')
  createIfMissing(database, blobFolder, FORMATS[version])
  await takeOver(database, { version, defects, log })
  const commits = defects.has('A1') ? 'after answer' : 'before answer'
  const store = SqliteStore.open(database, {
    mode: 'write',
    commits,
    version,
    ...(version === 'v2' && defects.has('I5') && { writes: 'old tables' as const }),
  })
  await store.probe()
  const blobs = new Blobs({ folder: blobFolder, incoming: join(folder, 'incoming') })
  const shelves = new Map([...backups].map(([name, shelf]) => [name, new Shelf(shelf)]))
  return { version, store, blobs, shelves, adminToken, defects, log }
}

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
  await store.close()
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
