/** Real servers for tests, of whatever version is installed. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const siteOf = (name: string) => fileURLToPath(new URL(`../../scenarios/sites/${name}/serve`, import.meta.url))

const PLACES = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']

export interface Server {
  readonly program: string
  /** How it is started on a folder. */
  argv(folder: string, port: string): readonly [string, ...string[]]
}

/** Of files, over WebDAV. */
export const FILE_SERVERS: readonly Server[] = [
  {
    program: 'rclone',
    argv: (folder, port) => ['rclone', 'serve', 'webdav', folder, '--config', '', '--addr', `127.0.0.1:${port}`],
  },
  { program: 'apache2', argv: (folder, port) => [siteOf('apache'), folder, port] },
]

/** Of mail, over IMAP. */
export const DOVECOT: Server = {
  program: 'dovecot',
  argv: (folder, port) => [siteOf('dovecot'), folder, port, '-', `${folder}/lists`],
}

/** Why its tests are skipped here; never in CI, where a missing server is a failure. */
export function without({ program }: Server): string | undefined {
  const isThere = PLACES.some((place) => existsSync(join(place, program)))
  return isThere || process.env['CI'] !== undefined ? undefined : `no ${program} is installed here`
}

export async function start(one: Server) {
  const room = mkdtempSync(join(tmpdir(), 'syncdrill-files-'))
  const folder = join(room, 'files')
  mkdirSync(folder)
  const port = await freePort()
  const [command, ...args] = one.argv(folder, `${port}`)
  const server = spawn(command, args, { cwd: room, stdio: 'ignore', detached: true })
  const ended = once(server, 'exit')
  await accepting(port, server)
  return {
    host: '127.0.0.1',
    port,
    folder,
    async [Symbol.asyncDispose]() {
      process.kill(-(server.pid ?? 0), 'SIGTERM')
      await ended
      rmSync(room, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** No limit of its own: the test has one. */
async function accepting(port: number, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode} before it listened`)
    const socket = connect(port, '127.0.0.1')
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isThere) return
    await pause(20)
  }
}
