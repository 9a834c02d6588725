/** What answers in the place of a service: a proxy that has lost it, a portal that wants a password, or nobody. */

import { createServer } from 'node:http'
import { createServer as createPlainServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Behind, Stranger } from '../check/index.ts'
import { Wire, type Endpoint, type Session, type WireLimits } from '../clients/index.ts'

/** A session is opened to the stranger as it would be to the service. */
export function openToStranger(sessionOn: (wire: Wire) => Promise<Session>, limits: WireLimits): Behind['openTo'] {
  return async (stranger, act) => {
    await using endpoint = await strangerAt(stranger)
    await using elsewhere = new Wire(() => endpoint, limits)
    return await act(await sessionOn(elsewhere))
  }
}

const PAGES = {
  'an error page': [503, '<html><body><h1>503 Service Unavailable</h1></body></html>\n'],
  'a page about a mistake': [500, '<html><body><h1>500 Internal Server Error</h1></body></html>\n'],
  'a page that asks who you are': [401, '<html><body><h1>401 Unauthorized</h1></body></html>\n'],
  'a page of another kind': [200, '<html><body><form>Please sign in.</form></body></html>\n'],
} as const

function serving(stranger: Stranger): Server {
  if (stranger === 'nobody') return createPlainServer((socket) => void socket.once('data', () => socket.destroy()))
  const [status, html] = PAGES[stranger]
  return createServer((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'text/html' }).end(html)
  })
}

/** As proxies do: who waits for the other end to begin, as over IMAP, waits no longer. */
const IDLE_MS = 500

async function strangerAt(stranger: Stranger): Promise<Endpoint & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = serving(stranger)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined))
    socket.setTimeout(IDLE_MS, () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: '127.0.0.1',
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
