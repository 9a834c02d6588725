import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NoAnswer, Wire, type LinkAccess, type Session } from '../index.ts'

let server: Server
let connections = 0
let puts = 0
let held: ServerResponse[] = []
let headers: IncomingMessage['headers'] = {}
beforeEach(async () => {
  connections = 0
  puts = 0
  held = []
  server = createServer((request, response) => {
    headers = request.headers
    if (request.method === 'PUT') puts += 1
    if (request.url === '/held') held.push(response)
    else response.setHeader('x-seen', 'yes').end(Buffer.from([0xff, 0xd8, 0x00]))
  })
  server.on('connection', () => (connections += 1))
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const endpoint = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })

test('an answer has its status, its headers and its bytes as they came', async () => {
  await using wire = new Wire(endpoint)
  const answer = await wire.send('GET', '/')
  expect([answer.status, [...answer.bytes], answer.header('X-Seen'), answer.header('absent')]).toEqual([
    200,
    [0xff, 0xd8, 0x00],
    'yes',
    undefined,
  ])
})

test('headers of a session go with each request; its own come first, and undefined ones are left out', async () => {
  await using wire = new Wire(endpoint)
  const asks = async ({ send }: LinkAccess): Promise<Session> => {
    await send('GET', '/', { headers: { 'x-pass': 'own', 'if-match': undefined } })
    return { push: () => Promise.resolve({ is: 'acked' }), pull: () => Promise.resolve({ kind: 'full', rows: [] }) }
  }
  const account = { user: 'ann', password: { is: 'secret', reveal: () => 'x' } } as const
  await wire.session(asks, account, { 'x-pass': 'a', 'x-kept': 'b' })
  expect([headers['x-pass'], headers['x-kept'], 'if-match' in headers]).toEqual(['own', 'b', false])
})

test('a link that is called is its send, and no address is made for one that nobody asks for', async () => {
  await using wire = new Wire(endpoint)
  let status = 0
  let given: LinkAccess | undefined
  const account = { user: 'ann', password: { is: 'secret', reveal: () => 'x' } } as const
  await wire.session(
    async (link) => {
      given = link
      status = (await link('GET', '/', { headers: { 'x-kept': 'own' } })).status
      return { push: () => Promise.resolve({ is: 'acked' }), pull: () => Promise.resolve({ kind: 'full', rows: [] }) }
    },
    account,
    { 'x-pass': 'a', 'x-kept': 'b' },
  )
  expect([status, headers['x-pass'], headers['x-kept']]).toEqual([200, 'a', 'own'])
  expect(Object.keys(given ?? {})).toEqual(['send', 'address', 'authority', 'tls', 'open', 'webSocket'])
})

test('connections are kept and bounded; after hanging up there are new ones', async () => {
  await using wire = new Wire(endpoint, { connections: 2 })
  await Promise.all(Array.from({ length: 10 }, () => wire.send('GET', '/')))
  expect(connections).toBeLessThanOrEqual(2)
  const before = connections
  await wire.send('GET', '/')
  expect(connections).toBe(before)
  await wire.hangUp()
  await wire.send('GET', '/')
  expect(connections).toBe(before + 1)
})

test('what is on its way when the wire is hung up gets no answer, and is counted', async () => {
  await using wire = new Wire(endpoint)
  const asked = Promise.allSettled([wire.send('PUT', '/held', { body: '{}' })])
  await once(server, 'request')
  await wire.hangUp()
  expect(await asked).toMatchObject([{ status: 'rejected', reason: { name: 'NoAnswer' } }])
  expect(wire.counts).toEqual({ requests: 1, unanswered: 1, received: 0 })
})

test('a request without an answer ends in time, and is sent once', async () => {
  await using wire = new Wire(endpoint, { answerMs: 200 })
  await expect(wire.send('PUT', '/held', { body: '{}' })).rejects.toThrow(NoAnswer)
  expect(held).toHaveLength(1)
})

test('the address may move: requests follow it', async () => {
  const other = createServer((_, response) => response.end('other'))
  await once(other.listen(0, '127.0.0.1'), 'listening')
  let now = endpoint()
  await using wire = new Wire(() => now)
  await wire.send('GET', '/')
  now = { host: '127.0.0.1', port: (other.address() as AddressInfo).port }
  expect((await wire.send('GET', '/')).text).toBe('other')
  other.closeAllConnections()
  other.close()
})

test('the nth change is carried out and its answer lost; reads are never lost', async () => {
  await using wire = new Wire(endpoint)
  const losing = wire.loseAnswers({ every: 3 })
  const outcomes: string[] = []
  for (let sent = 0; sent < 6; sent += 1) {
    await wire.send('GET', '/read')
    outcomes.push(
      await wire.send('PUT', '/x', { body: '{}' }).then(
        ({ status }) => String(status),
        (error: Error) => error.name,
      ),
    )
  }
  losing.stop()
  await wire.send('PUT', '/x', { body: '{}' })
  await wire.send('PUT', '/x', { body: '{}' })
  expect(outcomes).toEqual(['200', '200', 'NoAnswer', '200', '200', 'NoAnswer'])
  expect([puts, losing.count]).toEqual([8, 2])
})

test('a connection refused is no answer, and says where it went', async () => {
  await using wire = new Wire(() => ({ host: '127.0.0.1', port: 1 }))
  await expect(wire.send('GET', '/health')).rejects.toThrow(/GET \/health: .*ECONNREFUSED/)
})
