/** A service of somebody else behind a link: it is asked by its own name, and held to its own certificate. */

import { once } from 'node:events'
import { createServer as createPlain, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { NoAnswer, Wire, type Endpoint, type LinkAccess, type Session } from '../../clients/index.ts'
import { certificatesFor } from '../../runtime/tls/certificates.ts'
import { service, site, Topology } from '../../site/index.ts'

const ADA = { user: 'ada', password: { is: 'secret', reveal: () => 'x' } } as const
const NOTHING: Session = {
  push: () => Promise.reject(new Error('not asked')),
  pull: () => Promise.reject(new Error('not asked')),
}

/** Whoever asks is told by which name. */
const answer: RequestListener = (request, response) => response.end(`asked as ${request.headers.host}`)

/** Its certificate is for `provider`; what devices connect to is another name: 127.0.0.1. */
async function serve({ isSecure = true } = {}) {
  const provider = service({ versions: { '1': { command: ['x'] } }, start: '1', tls: '/tls', ready: { tcp: true } })
  const certificates = await certificatesFor(new Topology(site({ services: { provider }, clients: {} })))
  const { certificate: cert, key, authority } = certificates ?? { certificate: '', key: '', authority: '' }
  const server = isSecure ? createServer({ cert, key }, answer) : createPlain(answer)
  new WebSocketServer({ server }).on('connection', (socket, { headers }: IncomingMessage) => {
    socket.send(`asked as ${headers.host}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { port, authority, [Symbol.asyncDispose]: close }
}

async function through<T>(endpoint: Endpoint, act: (link: LinkAccess) => Promise<T>): Promise<T> {
  await using wire = new Wire(() => endpoint)
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  promise.catch(() => undefined)
  const connect = async (link: LinkAccess) => {
    await act(link).then(resolve, reject)
    return NOTHING
  }
  await using _ = await wire.session(connect, ADA)
  return await promise
}

const asked = (endpoint: Endpoint) => through(endpoint, async ({ send }) => (await send('GET', '/')).text)

test('HTTP, a stream, a WebSocket and a client library all mean the service, and not the link', async () => {
  await using served = await serve()
  const { port, authority } = served
  const endpoint = { host: '127.0.0.1', port, authority, known: { host: 'provider', port: 8443, isSecure: true } }
  expect(await asked(endpoint)).toBe('asked as provider:8443')
  const first = await through(endpoint, async ({ webSocket }) => {
    const socket = await webSocket('/')
    return ((await once(socket, 'message')) as [MessageEvent])[0].data as unknown
  })
  expect(first).toBe('asked as provider:8443')
  const said = await through(endpoint, async ({ open }) => {
    const stream = await open()
    stream.write('GET / HTTP/1.1\r\nhost: me\r\nconnection: close\r\n\r\n')
    return String(((await once(stream, 'data')) as [Buffer])[0])
  })
  expect(said).toContain('200 OK')
  expect(await through(endpoint, async ({ tls }) => tls)).toEqual({ name: 'provider', authority })
})

test('the port that a scheme has by itself is not said', async () => {
  await using plain = await serve({ isSecure: false })
  const at = { host: '127.0.0.1', port: plain.port }
  expect(await asked({ ...at, known: { host: 'provider', port: 80, isSecure: false } })).toBe('asked as provider')
  expect(await asked({ ...at, known: { host: '::1', port: 8080, isSecure: false } })).toBe('asked as [::1]:8080')
  expect(await asked(at)).toBe(`asked as 127.0.0.1:${plain.port}`)
})

test('a certificate for another name, or of an authority that nobody trusts, is no answer', async () => {
  await using served = await serve()
  const { port, authority } = served
  const known = { host: 'provider', port, isSecure: true }
  const at = { host: '127.0.0.1', port }
  await expect(asked({ ...at, authority, known: { ...known, host: 'another' } })).rejects.toThrow(NoAnswer)
  await expect(asked({ ...at, authority, known: { ...known, host: '10.0.0.1' } })).rejects.toThrow(NoAnswer)
  await expect(asked({ ...at, known })).rejects.toThrow(NoAnswer)
  await expect(through({ ...at, known }, ({ open }) => open())).rejects.toThrow(NoAnswer)
})
