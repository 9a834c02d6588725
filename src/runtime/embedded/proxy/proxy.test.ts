import { once } from 'node:events'
import { createServer } from 'node:net'
import * as fc from 'fast-check'
import { Toxiproxy, type Proxy } from 'toxiproxy-node-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../../kernel/index.ts'
import { startChild, type ProxyChild } from './child.contract.ts'
import { HOUR_MS, PATIENCE_MS, underToxic } from './bench.contract.ts'
import { oursFollows } from './deviations.contract.ts'
import { proxyServerContract } from './proxy.contract.ts'
import { dial, echoServer, type Echo } from './wire.contract.ts'

describe('the built-in proxy keeps the contract of the real one', () => {
  proxyServerContract(startChild)
})

describe('where the real one deviates, the built-in proxy does as it is said to', () => {
  oursFollows(startChild)
})

describe('the built-in proxy beyond it', () => {
  let server: ProxyChild
  let client: Toxiproxy
  let echo: Echo
  let proxy: Proxy

  beforeAll(async () => {
    server = await startChild()
    client = new Toxiproxy(server.url)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    echo = await echoServer()
    proxy = await client.createProxy({ name: 'link', listen: '127.0.0.1:0', upstream: echo.address })
  })
  afterEach(async () => {
    for (const each of Object.values(await client.getAll())) await each.remove()
    await echo.stop()
  })

  const counter = async (name: string, of = 'proxy="link"'): Promise<number> => {
    const lines = (await (await fetch(`${server.url}/metrics`)).text()).split('\n')
    const found = lines.filter((line) => line.startsWith(`${name}{`) && line.includes(of))
    if (found.length === 0) throw new Error(`no counter ${name} with ${of}`)
    return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }
  const post = async (path: string, body: string): Promise<{ status: number; answer: unknown }> => {
    const response = await fetch(`${server.url}/${path}`, { method: 'POST', body })
    return { status: response.status, answer: await response.json() }
  }
  const addToxic = (type: string, stream: string, attributes: object): Promise<unknown> =>
    post('proxies/link/toxics', JSON.stringify({ type, stream, attributes }))

  test.each(['upstream', 'downstream'] as const)('reset_peer %s resets both ends of any connection', async (stream) => {
    for (const age of ['pooled', 'idle'] as const) {
      const wire = await underToxic({ url: server.url, client, echo, proxy }, age, {
        type: 'reset_peer',
        stream,
        attributes: { timeout: 20 },
      })
      await until(() => echo.sockets.size === 1, { what: 'the upstream to be reached', atMostMs: PATIENCE_MS })
      const [behind] = echo.sockets
      const failed = behind && once(behind, 'error')
      wire.socket.write('hello')
      await wire.closed
      expect(wire.failure).toBe('ECONNRESET')
      // Awaiting `close` of an emitter that failed would reject: the failure itself is what is wanted.
      await expect(failed).resolves.toMatchObject([{ code: 'ECONNRESET' }])
      await (await proxy.getToxic('reset_peer')).remove()
    }
    expect(await counter('syncdrill_proxy_connections_reset_total')).toBe(2)
    expect(await counter('syncdrill_proxy_connections_cut_total')).toBe(0)
  })

  test('100 connections at once carry random bytes in random pieces, whole and in order', async () => {
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20_000 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { minLength: 100, maxLength: 100 }), async (plans) => {
        await Promise.all(
          plans.map(async (plan) => {
            const wire = await dial(proxy.listen)
            for (const piece of plan) wire.socket.write(piece)
            wire.socket.end()
            await wire.closed
            expect(wire.received.equals(Buffer.concat(plan))).toBe(true)
          }),
        )
      }),
      { numRuns: 5 },
    )
    await until(async () => (await counter('syncdrill_proxy_connections_open')) === 0, {
      what: 'every connection to be counted as closed',
      atMostMs: PATIENCE_MS,
    })
    expect(await counter('syncdrill_proxy_connections_accepted_total')).toBe(500)
    const up = await counter('toxiproxy_proxy_received_bytes_total', 'direction="upstream"')
    expect(up).toBe(echo.received().length)
    expect(await counter('toxiproxy_proxy_sent_bytes_total', 'direction="downstream"')).toBe(up)
  })

  test.each([
    ['no toxic', undefined, 16],
    ['an hour of latency', { latency: HOUR_MS }, 48],
  ])('with %s, a writer without a reader is stalled within bounds', async (_, attributes, megabytes) => {
    const deaf = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    await once(deaf, 'listening')
    const address = deaf.address()
    const upstream = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const stuck = await client.createProxy({ name: 'stuck', listen: '127.0.0.1:0', upstream })
    if (attributes)
      await post('proxies/stuck/toxics', JSON.stringify({ type: 'latency', stream: 'upstream', attributes }))
    const wire = await dial(stuck.listen)
    wire.socket.write(Buffer.alloc(100_000_000))
    const received = (): Promise<number> =>
      counter('toxiproxy_proxy_received_bytes_total', 'direction="upstream",listener="' + stuck.listen)
    let last = -1
    await until(
      async () => {
        const now = await received()
        const still = now > 1_000_000 && now === last
        last = now
        return still
      },
      { what: 'the writer to be stalled', atMostMs: PATIENCE_MS, everyMs: 150 },
    )
    expect(last).toBeLessThan(megabytes * 1024 * 1024)
    wire.socket.destroy()
    await stuck.remove()
    deaf.close()
  })

  // That nothing is later than the bounds is for a clock that does not run by itself: `toxics/latency.test.ts`.
  test('jitter neither reorders nor is sooner than its bounds', async () => {
    await addToxic('latency', 'upstream', { latency: 40, jitter: 30 })
    const wire = await dial(proxy.listen)
    const times: number[] = []
    // A machine only makes it later: what is sooner than the latency is so by the jitter.
    const isSooner = async () => {
      times.push(await wire.timed('ping'))
      return times.length >= 10 && Math.min(...times) < 39
    }
    await until(isSooner, { what: 'a turn that is sooner than the latency', atMostMs: PATIENCE_MS })
    expect(Math.min(...times)).toBeGreaterThanOrEqual(9)
    const before = wire.received.length
    for (let turn = 0; turn < 200; turn += 1) wire.socket.write(`${turn} `)
    const numbers = Array.from({ length: 200 }, (_, turn) => `${turn} `).join('')
    await wire.until(before + numbers.length)
    expect(wire.received.subarray(before).toString()).toBe(numbers)
  })

  test('toxics act one after another: what a limit lets through still comes late', async () => {
    await addToxic('limit_data', 'downstream', { bytes: 3 })
    await addToxic('latency', 'downstream', { latency: 100 })
    const wire = await dial(proxy.listen)
    wire.socket.write('abcdef')
    await wire.closed
    expect(wire.received.toString()).toBe('abc')
    expect(await counter('syncdrill_proxy_connections_cut_total')).toBe(1)
  })

  test('latency removed lets go of what it holds, in order, and the end after it', async () => {
    await addToxic('latency', 'downstream', { latency: HOUR_MS })
    const wire = await dial(proxy.listen)
    wire.socket.end('all of it')
    await until(async () => (await counter('toxiproxy_proxy_received_bytes_total', 'direction="downstream"')) === 9, {
      what: 'the answer to be held',
      atMostMs: PATIENCE_MS,
    })
    await (await proxy.getToxic('latency_downstream')).remove()
    await wire.closed
    expect(wire.received.toString()).toBe('all of it')
  })

  test('a proxy without upstream counts what it refused', async () => {
    await echo.stop()
    await (
      await dial(proxy.listen)
    ).closed
    expect(await counter('syncdrill_proxy_connections_refused_total')).toBe(1)
    expect(await counter('syncdrill_proxy_connections_open')).toBe(0)
  })

  test('disabled from the start it has its port, refuses there, and keeps it whatever port 0 asks', async () => {
    const body = { name: 'late', listen: '127.0.0.1:0', upstream: echo.address, enabled: false }
    const late = await client.createProxy(body)
    expect(late.listen).toMatch(/^127\.0\.0\.1:[1-9]\d*$/)
    await expect(dial(late.listen)).rejects.toThrow('ECONNREFUSED')
    expect(await late.update({ ...body, enabled: true })).toMatchObject({ enabled: true, listen: late.listen })
    const populated = await client.populate([{ ...body, upstream: 'localhost:1', enabled: true }])
    expect(populated['late']).toMatchObject({ listen: late.listen, upstream: 'localhost:1' })
  })

  test('disabling counts the connections that it cut', async () => {
    const wires = await Promise.all([dial(proxy.listen), dial(proxy.listen)])
    await Promise.all(wires.map((wire) => wire.ask('warm')))
    await post('proxies/link', '{"enabled": false}')
    await Promise.all(wires.map((wire) => wire.closed))
    expect(await counter('syncdrill_proxy_connections_cut_total')).toBe(2)
    expect(await counter('syncdrill_proxy_connections_reset_total')).toBe(0)
  })

  test('reset goes on past a proxy that fails, and names it', async () => {
    const taken = await client.createProxy({ name: 'a', listen: '127.0.0.1:0', upstream: echo.address })
    await post('proxies/a', '{"enabled": false}')
    const thief = createServer().listen({ host: '127.0.0.1', port: Number(taken.listen.split(':')[1]) })
    await once(thief, 'listening')
    for (const name of ['z', 'link']) {
      if (name === 'z') await client.createProxy({ name, listen: '127.0.0.1:0', upstream: echo.address })
      await post(`proxies/${name}/toxics`, '{"type": "timeout"}')
      await post(`proxies/${name}`, '{"enabled": false}')
    }
    const refused = await post('reset', '')
    expect(refused.status).toBe(500)
    expect(JSON.stringify(refused.answer)).toMatch(/proxy a cannot listen on .*EADDRINUSE/)
    for (const name of ['z', 'link']) expect(await client.get(name)).toMatchObject({ enabled: true })
    expect(await (await fetch(`${server.url}/proxies/z/toxics`)).json()).toEqual([])
    thief.close()
  })

  test.each([
    [
      '{"type": "down"}',
      'invalid toxic type: "down", this proxy has bandwidth, latency, limit_data, reset_peer, slicer',
    ],
    ['{"type": "slicer"}', 'slicer: average_size must be above size_variation, got 0 and 0'],
    ['{"type": "slicer", "attributes": {"average_size": 4, "size_variation": 4}}', 'got 4 and 4'],
    ['{"type": "bandwidth", "attributes": {"rate": 0.5}}', 'rate must be a whole number of at least 0, got 0.5'],
    ['{"type": "slow_close", "attributes": {"delay": -1}}', 'delay must be a whole number of at least 0, got -1'],
    ['{"type": "latency", "toxicity": 0.5}', 'toxicity must be 1'],
    ['{"type": "latency", "toxicity": 0}', 'toxicity must be 1'],
    ['{"type": "latency", "attributes": {"latancy": 5}}', 'latency has the attributes latency, jitter, got "latancy"'],
    ['{"type": "latency", "attributes": {"latency": -5}}', 'latency must be a whole number of at least 0, got -5'],
    ['{"type": "latency", "attributes": {"latency": "5"}}', 'latency must be a number, got "5"'],
  ])('%s is refused by name', async (body, words) => {
    const { status, answer } = await post('proxies/link/toxics', body)
    expect(status).toBe(400)
    expect(answer).toHaveProperty('error')
    expect(Object.values(answer ?? {}).join(' ')).toContain(words)
    expect(await (await fetch(`${server.url}/proxies/link/toxics`)).json()).toEqual([])
  })

  test('browsers, unknown paths and wrong methods are turned away', async () => {
    const headers = { 'user-agent': 'Mozilla/5.0' }
    expect((await fetch(`${server.url}/version`, { headers })).status).toBe(403)
    expect((await fetch(`${server.url}/nowhere`)).status).toBe(404)
    expect((await fetch(`${server.url}/reset`)).status).toBe(405)
  })

  test('it ends with its stdin, open connections or not', async () => {
    const other = await startChild()
    const made = await new Toxiproxy(other.url).createProxy({
      name: 'l',
      listen: '127.0.0.1:0',
      upstream: echo.address,
    })
    const wire = await dial(made.listen)
    await wire.ask('warm')
    other.child.stdin.destroy()
    expect(await other.exited).toEqual([0, null])
    await wire.closed
  })
})
