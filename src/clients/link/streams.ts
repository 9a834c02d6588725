/** Streams and WebSockets through a relay, open when they are handed out. */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Agent, WebSocket, type buildConnector } from 'undici'
import { authorityOf, reasonOf } from '../../kernel/index.ts'
import { NoAnswer } from '../outcome.ts'
import type { WebSocketOptions } from './access.ts'
import type { Relay } from './relay.ts'
import { tlsOptions, type LinkTls } from './tls.ts'

/** Where `tls` is undefined, none is spoken. */
export async function openStream(relay: Relay, tls?: LinkTls): Promise<Socket> {
  const { host, port } = relay.address
  const socket = connect({ host, port, noDelay: true })
  // Whoever gets it hears of its errors too; until then nobody does.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect')
    await Promise.race([relay.joined(socket.localPort ?? 0), endOf(socket)])
    return tls === undefined ? socket : await secured(socket, tls)
  } catch (thrown) {
    socket.destroy()
    throw new NoAnswer(`no connection: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

async function secured(socket: Socket, tls: LinkTls): Promise<Socket> {
  const secure = connectTls({ socket, ...tlsOptions(tls) })
  secure.on('error', () => undefined)
  await once(secure, 'secureConnect')
  return secure
}

async function endOf(socket: Socket): Promise<never> {
  await once(socket, 'close')
  throw new Error('it was closed at once')
}

/** What it is asked by: whoever is behind the link answers to that name. */
interface Asked {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
}

export async function openWebSocket(
  { isSecure, ...place }: Asked,
  open: () => Promise<Socket>,
  path: string,
  { protocols = [], headers = {} }: WebSocketOptions,
): Promise<WebSocket> {
  const stream = open()
  const dispatcher = new Agent({ connect: handOnce(stream) })
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const url = new URL(path, `${isSecure ? 'wss' : 'ws'}://${authorityOf(place)}`)
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

/** As undici asks for the connection that it is to use: once more after a 401, when this one is spent. */
function handOnce(stream: Promise<Socket>): buildConnector.connector {
  let isSpent = false
  return (_, callback) => {
    if (isSpent) void handOver(Promise.reject(new Error('it is spent')), callback)
    else void handOver(stream, callback)
    isSpent = true
  }
}

async function handOver(stream: Promise<Socket>, callback: buildConnector.Callback): Promise<void> {
  const [found] = await Promise.allSettled([stream])
  if (found.status === 'fulfilled') callback(null, found.value)
  else callback(new Error('no connection', { cause: found.reason }), null)
}
