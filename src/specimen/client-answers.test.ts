/** A scripted server plays thirty answers; what each of them proves to the specimen's client is in one table. */

import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NoAnswer, Unreadable, Wire, type Account, type Change, type Outcome } from '../clients/index.ts'
import { specimenClient } from './client.ts'

type Script = (socket: Socket, request: string) => void

const answer =
  (status: number, body = '', headers = ''): Script =>
  (socket) => {
    const length = `content-length: ${Buffer.byteLength(body)}\r\n`
    socket.end(`HTTP/1.1 ${status} X\r\nconnection: close\r\n${length}${headers}\r\n${body}`)
  }
const GOOD = '{"id":"1","etag":"\\"7\\""}'

/** Of a change that updates a record; `token` is how the adapter signs in, and works unless it is scripted. */
const TABLE: readonly (readonly [what: string, Script, Outcome['is']])[] = [
  ['200 with id and tag', answer(200, GOOD), 'acked'],
  ['201 with id and tag', answer(201, GOOD), 'acked'],
  ['200 with the tag in the header', answer(200, '{"id":"1"}', 'etag: "7"\r\n'), 'acked'],
  ['200 without a body', answer(200), 'indeterminate'],
  ['200 with half a body', answer(200, '{"id":"1","et'), 'indeterminate'],
  ['200 with HTML', answer(200, '<html>login</html>'), 'indeterminate'],
  ['200 without an id', answer(200, '{"etag":"7"}'), 'indeterminate'],
  ['200 with a number for an id', answer(200, '{"id":1,"etag":"7"}'), 'indeterminate'],
  ['200 with null', answer(200, 'null'), 'indeterminate'],
  ['202, queued', answer(202, GOOD), 'indeterminate'],
  ['204 to an update', answer(204), 'indeterminate'],
  ['302 elsewhere', answer(302, '', 'location: /elsewhere\r\n'), 'indeterminate'],
  ['400', answer(400, '{}'), 'rejected'],
  ['401 twice', answer(401), 'indeterminate'],
  ['403', answer(403), 'indeterminate'],
  ['404', answer(404), 'rejected'],
  ['409', answer(409), 'rejected'],
  ['410', answer(410), 'rejected'],
  ['412', answer(412), 'rejected'],
  ['413', answer(413), 'rejected'],
  ['422', answer(422), 'rejected'],
  ['429, too many', answer(429, '', 'retry-after: 1\r\n'), 'indeterminate'],
  ['500, perhaps after the commit', answer(500), 'indeterminate'],
  ['502 of a gateway', answer(502), 'indeterminate'],
  ['503, closed', answer(503, '{"type":"closed"}'), 'indeterminate'],
  ['504 of a gateway', answer(504), 'indeterminate'],
  ['reset before an answer', (socket) => void socket.resetAndDestroy(), 'indeterminate'],
  ['closed before an answer', (socket) => void socket.destroy(), 'indeterminate'],
  [
    'closed in the middle of the body',
    (socket) => void socket.end(`HTTP/1.1 200 X\r\ncontent-length: 500\r\n\r\n${GOOD}`),
    'indeterminate',
  ],
  ['silence', () => undefined, 'indeterminate'],
  ['something that is not HTTP', (socket) => void socket.end('SSH-2.0-OpenSSH\r\n'), 'indeterminate'],
]

let server: Server
let script: Script
let requests: string[] = []
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const request = chunk.toString('latin1')
      // A body may come in a chunk of its own.
      if (!/^[A-Z]+ \//.test(request)) return
      requests.push(request.slice(0, request.indexOf(' HTTP')))
      if (request.startsWith('POST /v1/devices')) answer(201, '{"token":"t"}')(socket, request)
      else script(socket, request)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => void server.close())

const portOf = () => (server.address() as { readonly port: number }).port
const account: Account = { user: 'ada', password: { is: 'secret', reveal: () => 'x' } }
const change: Change = { collection: 'notes', id: '1', as: 'change', body: '{}', basedOn: '"6"', key: 'k' }

async function pushOnce(): Promise<Outcome | 'no answer'> {
  await using wire = new Wire(() => ({ host: '127.0.0.1', port: portOf() }), { answerMs: 300, connectMs: 300 })
  const { definition } = specimenClient({ is: 'remote', link: { is: 'link' } })
  await using session = await wire.session(definition.connect, account)
  return await session.push(change).catch((thrown: unknown) => {
    if (thrown instanceof NoAnswer || thrown instanceof Unreadable) return 'no answer'
    throw thrown
  })
}

describe('what an answer proves', () => {
  test('there are thirty of them and more', () => expect(TABLE.length).toBeGreaterThanOrEqual(30))

  test.each(TABLE)('%s', async (what, played, expected) => {
    script = played
    requests = []
    const outcome = await pushOnce()
    // A device takes a thrown NoAnswer or Unreadable for indeterminate; nothing else may be thrown.
    expect(outcome === 'no answer' ? 'indeterminate' : outcome.is).toBe(expected)
    const status = Number(/^\d+/.exec(what)?.[0])
    if (outcome !== 'no answer' && status > 0) expect(outcome.status).toBe(status)
    // Sent once: a retry is the device's decision, and an entry of the ledger. Only a refused token is renewed.
    expect(requests.filter((request) => request.startsWith('PUT')).length).toBeLessThanOrEqual(
      expected === 'acked' ? 1 : 2,
    )
  })
})
