/** Streams and WebSockets through a relay, open when they are handed out. */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Agent, WebSocket, type buildConnector } from 'undici'
import { CERTIFIED_NAME, reasonOf } from '../../kernel/index.ts'
import { NoAnswer } from '../outcome.ts'
import type { LinkAddress, WebSocketOptions } from './access.ts'
import type { Relay } from './relay.ts'

/** Where there is an authority, TLS is spoken. */
export async function openStream(relay: Relay, authority?: string): Promise<Socket> {
  const { host, port } = relay.address
  const socket = connect({ host, port, noDelay: true })
  // Whoever gets it hears of its errors too; until then nobody does.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect')
    await Promise.race([relay.joined(socket.localPort ?? 0), endOf(socket)])
    return authority === undefined ? socket : await secured(socket, authority)
  } catch (thrown) {
    socket.destroy()
    throw new NoAnswer(`no connection: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

async function secured(socket: Socket, ca: string): Promise<Socket> {
  const secure = connectTls({ socket, ca, servername: CERTIFIED_NAME })
  secure.on('error', () => undefined)
  await once(secure, 'secureConnect')
  return secure
}

async function endOf(socket: Socket): Promise<never> {
  await once(socket, 'close')
  throw new Error('it was closed at once')
}

export async function openWebSocket(
  { address: { host, port }, isSecure }: { readonly address: LinkAddress; readonly isSecure: boolean },
  open: () => Promise<Socket>,
  path: string,
  { protocols = [], headers = {} }: WebSocketOptions,
): Promise<WebSocket> {
  const stream = open()
  const dispatcher = new Agent({ connect: (_, callback) => void handOver(stream, callback) })
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const url = new URL(path, `${isSecure ? 'wss' : 'ws'}://${host}:${port}`)
  const socket = new WebSocket(url, { protocols: [...protocols], headers: Object.fromEntries(given), dispatcher })
  socket.addEventListener('close', () => void dispatcher.destroy())
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.addEventListener('open', () => resolve())
  socket.addEventListener('error', ({ error }) => reject(error instanceof Error ? error : new Error('no answer')))
  try {
    await stream
    await promise
    return socket
  } catch (thrown) {
    promise.catch(() => undefined)
    throw new NoAnswer(`WebSocket ${path}: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

/** As undici asks for the connection that it is to use. */
async function handOver(stream: Promise<Socket>, callback: buildConnector.Callback): Promise<void> {
  const [found] = await Promise.allSettled([stream])
  if (found.status === 'fulfilled') callback(null, found.value)
  else callback(new Error('no connection', { cause: found.reason }), null)
}
