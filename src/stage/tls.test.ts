/** A service that speaks TLS, behind a link: whoever goes through it trusts the run's own authority only. */

import { once } from 'node:events'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openScene } from '../backups/testing/scene.ts'
import { Wire, type LinkAccess, type Session } from '../clients/index.ts'
import { service, site, Topology } from '../site/index.ts'
import { wireTo } from './wires.ts'

const ANN = { user: 'ann', password: { is: 'secret', reveal: () => 'x' } } as const
const NOTHING: Session = {
  push: () => Promise.reject(new Error('not asked')),
  pull: () => Promise.reject(new Error('not asked')),
}

const secret = service({
  versions: {
    '1': { command: ['node', fileURLToPath(new URL('../runtime/testing/secret.ts', import.meta.url)), '/tls'] },
  },
  start: '1',
  tls: '/tls',
  ready: { http: '/' },
})
const topology = new Topology(site({ services: { secret }, clients: {} }))
let scene: Awaited<ReturnType<typeof openScene>>
beforeAll(async () => {
  scene = await openScene({ runtime: 'embedded', topology, services: [secret] })
})
afterAll(() => scene[Symbol.asyncDispose]())

const toLink = () => new Wire(() => scene.site.address(secret.link))
async function through<T>(wire: Wire, act: (link: LinkAccess) => Promise<T>): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  await wire.session(async (link) => {
    resolve(await act(link))
    return NOTHING
  }, ANN)
  return promise
}

test('HTTP, a stream and a WebSocket speak it by themselves', async () => {
  await using wire = toLink()
  expect(await through(wire, async ({ send }) => (await send('GET', '/a')).text)).toBe('you asked /a')
  const answer = await through(wire, async ({ open }) => {
    const stream = await open()
    stream.write('GET /b HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
    return String(((await once(stream, 'data')) as [Buffer])[0])
  })
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/)
  const echoed = await through(wire, async ({ webSocket }) => {
    const socket = await webSocket('/')
    socket.send('hello')
    return ((await once(socket, 'message')) as [MessageEvent])[0].data as unknown
  })
  expect(echoed).toBe('hello')
})

test('a client library is told whom to trust; without that, nobody is trusted', async () => {
  await using wire = toLink()
  const greeted = (ca: string | undefined) =>
    through(wire, async ({ address: { host, port } }) => {
      const socket = connect({ host, port, ...(ca !== undefined && { ca }) })
      const greeting = once(socket, 'secureConnect').then(
        () => 'trusted',
        (error: NodeJS.ErrnoException) => error.code,
      )
      return greeting.finally(() => socket.destroy())
    })
  const authority = await through(wire, async (link) => link.authority)
  expect(authority).toContain('BEGIN CERTIFICATE')
  expect(await greeted(authority)).toBe('trusted')
  expect(await greeted(undefined)).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/)
})

test('past the link, after another start, and in a clean room it is the same authority', async () => {
  await using direct = new Wire(() => scene.site.direct(secret))
  expect((await direct.send('GET', '/a')).text).toBe('you asked /a')
  await scene.site.kill(secret)
  await scene.site.start(secret)
  expect((await direct.send('GET', '/b')).text).toBe('you asked /b')
  await using room = await scene.site.cleanRoom(secret)
  await using wire = wireTo(room.address, new AbortController().signal)
  expect((await wire.send('GET', '/c')).text).toBe('you asked /c')
})
