/**
 * Servers of somebody else, for drills that know nothing but an address: each in a process group of its own, with a
 * folder of its own, started by a test and not by a run. And a front before one, which counts who asks for what.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, createServer as createNet, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

export interface Outside extends AsyncDisposable {
  readonly port: number
  readonly folder: string
  /** `127.0.0.1:4711`. */
  readonly authority: string
  /** Everybody in its group at once, as by a crash. */
  kill(): Promise<void>
  /** On the same port and the same folder. */
  startAgain(): Promise<void>
}

/** `argv` is told its port and its folder. It listens, or says so, within half a minute. */
export async function outside(argv: (port: number, folder: string) => readonly string[]): Promise<Outside> {
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-outside-'))
  const port = await freePort()
  let running = await started(argv(port, folder), port, folder)
  const kill = async () => {
    await running.kill()
  }
  return {
    port,
    folder,
    authority: `127.0.0.1:${port}`,
    kill,
    startAgain: async () => void (running = await started(argv(port, folder), port, folder)),
    async [Symbol.asyncDispose]() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function started([command = '', ...args]: readonly string[], port: number, cwd: string) {
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1' }
  const child = spawn(command, args, { detached: true, cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => said.push(line))
  const ended = once(child, 'exit')
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  for (let tried = 0; tried < 300; tried += 1) {
    if (await accepts(port)) return { kill }
    if (child.exitCode !== null) break
    await pause(100)
  }
  await kill()
  throw new Error(`${command} does not listen on ${port}: ${said.slice(-5).join(' | ')}`)
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function freePort(): Promise<number> {
  const server = createNet().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface Seen {
  readonly method: string
  readonly path: string
  readonly host: string
  readonly atMs: number
}

interface FrontOptions {
  /** A clock, for whoever asks how fast they came. */
  readonly now?: () => number
  /** Of the nth request of this method: it is acknowledged, and goes no further. */
  readonly forgets?: (method: string, nth: number) => boolean
  /** It answers 403, and goes no further. */
  readonly refuses?: (method: string, path: string) => boolean
}

export interface Front extends AsyncDisposable {
  readonly url: string
  readonly authority: string
  /** Every request that came, in order. */
  readonly seen: readonly Seen[]
  count(method: string): number
}

/** As the server's own door: what comes here came to the server. */
export async function front({ port: behind }: Outside, options: FrontOptions = {}): Promise<Front> {
  const { now = () => 0, forgets = () => false, refuses = () => false } = options
  const seen: Seen[] = []
  const count = (wanted: string) => seen.filter(({ method }) => method === wanted).length
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = '', url: path = '', headers } = incoming
    seen.push({ method, path, host: headers.host ?? '', atMs: now() })
    if (refuses(method, path) || forgets(method, count(method))) {
      incoming.resume()
      incoming.on('end', () => outgoing.writeHead(refuses(method, path) ? 403 : 204).end())
      return
    }
    const on = request({ host: '127.0.0.1', port: behind, method, path, headers }, (answered) => {
      outgoing.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(outgoing)
    })
    on.on('error', () => outgoing.destroy())
    incoming.pipe(on)
  }
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${authority}`,
    authority,
    seen,
    count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
