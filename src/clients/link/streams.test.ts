import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Change } from '../client.ts'
import { NoAnswer, Wire, type LinkAccess } from '../index.ts'
import { ANN, LineService, overAddress, overStream, startUpgrading } from './streams.contract.ts'

const change = (id: string): Change => ({ collection: 'notes', id, as: 'new', body: '{}', basedOn: undefined, key: id })
const NOTHING = {
  push: () => Promise.reject(new Error('not asked')),
  pull: () => Promise.reject(new Error('not asked')),
}

describe.each([
  ['the address of the link', overAddress],
  ['a stream', overStream],
])('over %s', (_, connect) => {
  test('a change is acknowledged, a view is read, and both are counted', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    const session = await wire.session(connect, ANN)
    expect(await session.push(change('n1'))).toEqual({ is: 'acked' })
    expect((await session.pull()).rows).toEqual([{ id: 'ok', collection: 'notes' }])
    expect(service.heard).toEqual(['n1', 'pull'])
    expect(wire.counts).toEqual({ requests: 2, unanswered: 0, received: 6 })
  })

  test.each(['end', 'reset'] as const)('whoever is ended (%s) by the service has no answer', async (play) => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    const session = await wire.session(connect, ANN)
    service.play = play
    await expect(session.push(change('n1'))).rejects.toThrow(NoAnswer)
    expect([session.isOpen, wire.counts.unanswered]).toEqual([false, 1])
  })

  test('an answer that comes with the end is one', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    const session = await wire.session(connect, ANN)
    service.play = 'answer and end'
    expect(await session.push(change('n1'))).toEqual({ is: 'acked' })
    await expect.poll(() => session.isOpen).toBe(false)
  })

  test('what is on its way when the wire is hung up has no answer, and the service hears of the end', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    const session = await wire.session(connect, ANN)
    service.play = 'be silent'
    const pushed = Promise.allSettled([session.push(change('n1'))])
    await expect.poll(() => service.heard).toEqual(['n1'])
    await wire.hangUp()
    expect(await pushed).toMatchObject([{ status: 'rejected', reason: { name: 'NoAnswer', isLate: false } }])
    await expect.poll(() => service.sockets.size).toBe(0)
    service.play = 'answer'
    expect(await (await wire.session(connect, ANN)).push(change('n2'))).toEqual({ is: 'acked' })
  })

  test('without a byte for so long there is no answer, and the session is not used again', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint, { answerMs: 100 })
    const session = await wire.session(connect, ANN)
    service.play = 'be silent'
    await expect(session.push(change('n1'))).rejects.toMatchObject({ name: 'NoAnswer', isLate: true })
    expect(session.isOpen).toBe(false)
  })

  test('every nth answer is lost once the service has begun to give it', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    const losing = wire.loseAnswers({ every: 2 })
    const pushOne = async (id: string) => {
      await using session = await wire.session(connect, ANN)
      return await session.push(change(id)).then(
        ({ is }) => is,
        (error: Error) => error.name,
      )
    }
    const session = await wire.session(connect, ANN)
    expect(await session.push(change('n1'))).toEqual({ is: 'acked' })
    await expect(session.push(change('n2'))).rejects.toThrow(NoAnswer)
    expect([losing.count, session.isOpen, service.heard]).toEqual([1, false, ['n1', 'n2']])
    losing.stop()
    expect([await pushOne('n3'), await pushOne('n4')]).toEqual(['acked', 'acked'])
    expect(losing.count).toBe(1)
  })

  test('a session that is closed says goodbye; one that is switched off does not', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    await (await wire.session(connect, ANN)).close()
    await expect.poll(() => [service.heard, service.sockets.size]).toEqual([['bye'], 0])
    const other = await wire.session(connect, ANN)
    await other.push(change('n1'))
    other.hangUp()
    await expect.poll(() => service.sockets.size).toBe(0)
    expect([service.heard, other.isOpen]).toEqual([['bye', 'n1'], false])
  })

  test('whoever is behind the link now is another: the session is not used again', async () => {
    await using before = await LineService.start()
    await using after = await LineService.start()
    let now = before.endpoint
    await using wire = new Wire(() => now)
    const session = await wire.session(connect, ANN)
    expect(session.isOpen).toBe(true)
    now = after.endpoint
    expect(session.isOpen).toBe(false)
    await (await wire.session(connect, ANN)).push(change('n1'))
    expect([before.heard, after.heard]).toEqual([[], ['n1']])
  })

  test('when the run is over nothing is connected, and nothing connects', async () => {
    await using service = await LineService.start()
    const run = new AbortController()
    await using wire = new Wire(() => service.endpoint, { signal: run.signal })
    await wire.session(connect, ANN)
    run.abort()
    await expect.poll(() => service.sockets.size).toBe(0)
    const again = await Promise.allSettled([wire.session(connect, ANN).then((session) => session.push(change('n1')))])
    expect(again).toMatchObject([{ status: 'rejected' }])
    expect(service.connections).toBe(1)
  })
})

test('a stream to where nobody listens is refused, and says so', async () => {
  const { endpoint } = await startAndStop()
  await using wire = new Wire(() => endpoint)
  await expect(wire.session(overStream, ANN)).rejects.toThrow(/no connection: .*(ECONNREFUSED|ECONNRESET|at once)/)
  expect(wire.counts).toEqual({ requests: 1, unanswered: 1, received: 0 })
})

test('a library that is refused, and does not say so, does not wait for ever', async () => {
  const { endpoint } = await startAndStop()
  await using wire = new Wire(() => endpoint)
  const session = wire.session(overAddress, ANN).then((opened) => opened.push(change('n1')))
  await expect(session).rejects.toThrow(NoAnswer)
})

test('a service that speaks first is heard', async () => {
  await using service = await LineService.start()
  await using wire = new Wire(() => service.endpoint)
  const { promise, resolve } = Promise.withResolvers<string>()
  await wire.session(async ({ open }) => {
    const socket = await open()
    socket.once('data', (chunk) => resolve(String(chunk)))
    return NOTHING
  }, ANN)
  await expect.poll(() => service.sockets.size).toBe(1)
  for (const socket of service.sockets) socket.write('welcome\n')
  expect(await promise).toBe('welcome\n')
})

test('much goes through whole, both ways', async () => {
  const bytes = Buffer.alloc(3_000_000, 'abc')
  await using service = await LineService.start()
  await using wire = new Wire(() => service.endpoint)
  const { promise, resolve } = Promise.withResolvers<number>()
  await wire.session(async ({ open }) => {
    const socket = await open()
    let got = 0
    socket.on('data', (chunk) => {
      got += chunk.length
      if (got >= bytes.length) resolve(got)
    })
    return NOTHING
  }, ANN)
  await expect.poll(() => service.sockets.size).toBe(1)
  for (const socket of service.sockets) socket.write(bytes)
  expect(await promise).toBe(bytes.length)
})

describe('the address', () => {
  test('is a text as URLs have it, and is to be read while connecting', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    let late: LinkAccess | undefined
    await wire.session(async (link) => {
      late = link
      return NOTHING
    }, ANN)
    expect(() => late?.address).toThrow('to be read before connect resolves')
    await wire.session(async ({ address }) => {
      expect(`mqtt://${String(address)}`).toBe(`mqtt://${address.host}:${address.port}`)
      return NOTHING
    }, ANN)
  })

  test('a stream may be opened later all the same, and is looked after', async () => {
    await using service = await LineService.start()
    await using wire = new Wire(() => service.endpoint)
    const session = await wire.session(async (link) => {
      const push = async (one: Change) => {
        const own = await overStream(link)
        const outcome = await own.push(one)
        await own.close?.()
        return outcome
      }
      return { ...NOTHING, push }
    }, ANN)
    expect(await session.push(change('n1'))).toEqual({ is: 'acked' })
    service.play = 'end'
    await expect(session.push(change('n2'))).rejects.toThrow(NoAnswer)
  })
})

describe('a WebSocket', () => {
  test('is open when it is handed out, and is hung up with the wire', async () => {
    await using server = await startUpgrading()
    await using wire = new Wire(() => server.endpoint)
    const { promise, resolve } = Promise.withResolvers<unknown>()
    let closed: Promise<unknown> | undefined
    const session = await wire.session(async ({ webSocket }) => {
      const socket = await webSocket('/live')
      closed = once(socket, 'close')
      socket.addEventListener('message', ({ data }) => resolve(data))
      socket.send('hello')
      return NOTHING
    }, ANN)
    expect(await promise).toBe('ok')
    await wire.hangUp()
    await closed
    expect(session.isOpen).toBe(false)
  })

  test('that is not there, or whose service is not, is no answer', async () => {
    await using server = await startUpgrading()
    await using wire = new Wire(() => server.endpoint)
    const ask = async ({ webSocket }: LinkAccess) => {
      await webSocket('/other')
      return NOTHING
    }
    await expect(wire.session(ask, ANN)).rejects.toThrow(/WebSocket \/other: /)
    const { endpoint } = await startAndStop()
    await using nobody = new Wire(() => endpoint)
    await expect(nobody.session(ask, ANN)).rejects.toThrow(NoAnswer)
  })

  test('that is answered 401 is no answer, and asks no second time on a connection that is spent', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked += 1
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end('who are you?')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await using wire = new Wire(() => ({ host: '127.0.0.1', port }))
    const ask = async ({ webSocket }: LinkAccess) => {
      await webSocket('/live')
      return NOTHING
    }
    await expect(wire.session(ask, ANN)).rejects.toThrow(NoAnswer)
    expect(asked).toBe(1)
    server.closeAllConnections()
    server.close()
  })
})

async function startAndStop(): Promise<{ readonly endpoint: LineService['endpoint'] }> {
  await using service = await LineService.start()
  return { endpoint: service.endpoint }
}
