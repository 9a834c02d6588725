/** The two ends of a wire for tests: a server that answers what it is told, and a client that remembers what it saw. */

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { monotonicMs } from '../../../kernel/index.ts'

export interface Echo extends AsyncDisposable {
  readonly address: string
  readonly sockets: ReadonlySet<Socket>
  /** Everything that was ever received. */
  received(): Buffer
  stop(): Promise<void>
}

export async function echoServer(greeting = ''): Promise<Echo> {
  const sockets = new Set<Socket>()
  const chunks: Buffer[] = []
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    if (greeting !== '') socket.write(greeting)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = async (): Promise<void> => {
    if (!server.listening) return
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  const received = (): Buffer => Buffer.concat(chunks)
  return { address: `127.0.0.1:${port}`, sockets, received, stop, [Symbol.asyncDispose]: stop }
}

export class Wire {
  readonly socket: Socket
  /** Resolves however it closes; a wait that never ends is ended by the test's own limit. */
  readonly closed: Promise<void>
  failure: string | undefined
  #chunks: Buffer[] = []
  #length = 0

  constructor(socket: Socket) {
    this.socket = socket
    const { promise, resolve } = Promise.withResolvers<void>()
    this.closed = promise
    socket.once('close', () => resolve())
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.failure = error.code
    })
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#length += chunk.length
    })
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  /** Resolves once that many bytes have come in all; rejects when it closes before. */
  async until(bytes: number): Promise<void> {
    while (this.#length < bytes) {
      if (this.socket.destroyed) throw new Error(`closed after ${this.#length} of ${bytes} bytes`)
      await Promise.race([once(this.socket, 'data'), this.closed])
    }
  }

  async answer(text: string | Buffer, bytes: number): Promise<Buffer> {
    const before = this.#length === 0 ? 0 : this.#length
    this.socket.write(text)
    await this.until(before + bytes)
    return this.received.subarray(before)
  }

  /** What comes back for as many bytes as were sent. */
  async ask(text: string | Buffer): Promise<Buffer> {
    return this.answer(text, Buffer.byteLength(text))
  }

  async timed(text: string): Promise<number> {
    const began = monotonicMs()
    await this.ask(text)
    return monotonicMs() - began
  }
}

export async function dial(address: string): Promise<Wire> {
  const colon = address.lastIndexOf(':')
  const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true })
  const wire = new Wire(socket)
  await once(socket, 'connect')
  return wire
}
