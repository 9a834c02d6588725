/** A service that speaks no HTTP, and adapters for it, for tests: a line asks, a line answers. */

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Account, Session } from '../client.ts'
import { acknowledgedBy } from '../acknowledged-by.ts'
import type { LinkAccess } from './access.ts'

export const ANN: Account = { user: 'ann', password: { is: 'secret', reveal: () => 'x' } }

/** Answers `ok` to each line, or nothing; can end the connection instead. */
export class LineService implements AsyncDisposable {
  readonly #server: Server
  readonly sockets = new Set<Socket>()
  readonly heard: string[] = []
  connections = 0
  play: 'answer' | 'be silent' | 'end' | 'answer and end' | 'reset' = 'answer'

  static async start(): Promise<LineService> {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return new LineService(server)
  }

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => {
      this.connections += 1
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
      linesOf(socket, (line) => this.#hear(socket, line))
    })
  }

  get endpoint(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port }
  }

  /** Nobody listens there any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }

  #hear(socket: Socket, line: string): void {
    this.heard.push(line)
    if (this.play === 'answer') socket.write('ok\n')
    if (this.play === 'answer and end') socket.end('ok\n')
    if (this.play === 'end') socket.end()
    if (this.play === 'reset') socket.resetAndDestroy()
  }
}

/** As a client library does: connected once, with no limit of time; what ends its connection it does not tell. */
export async function overAddress({ address: { host, port } }: LinkAccess): Promise<Session> {
  const socket = connect({ host, port })
  await once(socket, 'connect')
  return lineSession(socket)
}

export async function overStream({ open }: LinkAccess): Promise<Session> {
  return lineSession(await open())
}

/** Errors of the socket are told by the reader of its lines too. */
function linesOf(socket: Socket, hear: (line: string) => void): void {
  const lines = createInterface({ input: socket })
  for (const each of [socket, lines]) each.on('error', () => undefined)
  lines.on('line', hear)
}

function lineSession(socket: Socket): Session {
  const waiting: ((line: string) => void)[] = []
  linesOf(socket, (line) => waiting.shift()?.(line))
  const ask = (line: string) =>
    new Promise<string>((resolve) => {
      waiting.push(resolve)
      socket.write(`${line}\n`)
    })
  return {
    push: ({ id }) => acknowledgedBy(ask(id)),
    pull: async () => ({ kind: 'full', rows: [{ id: await ask('pull'), collection: 'notes' }] }),
    close: () => Promise.resolve(socket.end('bye\n')),
  }
}

/** An HTTP server that upgrades at /live, and answers each message with `ok`. */
export async function startUpgrading() {
  const server = createHttpServer((_, response) => response.writeHead(404).end())
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.on('error', () => undefined)
    if (request.url !== '/live') return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
    const hello = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade']
    socket.write(`${[...hello, `sec-websocket-accept: ${accept}`].join('\r\n')}\r\n\r\n`)
    socket.on('data', () => socket.write(Buffer.from([0x81, 2, ...Buffer.from('ok')])))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    endpoint: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
