/** What every server of Toxiproxy's API does, the real one included: its answers, and what a toxic does to a wire. */

import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  CASES,
  DIRECTIONS,
  HOUR_MS,
  joined,
  lift,
  post,
  retune,
  underToxic,
  useBench,
  type Bench,
  type StartProxyServer,
} from './bench.contract.ts'
import { shapes } from './shaping.contract.ts'
import { dial, echoServer } from './wire.contract.ts'

export function proxyServerContract(start: StartProxyServer): void {
  const here = useBench(start)

  describe('answers', () => {
    answers(here)
  })
  describe('proxies', () => {
    proxies(here)
  })
  describe('latency and timeout', () => {
    delays(here)
  })
  describe('reset_peer and limit_data', () => {
    breaks(here)
  })
  describe('bandwidth, slow_close and slicer', () => {
    shapes(here)
  })
}

function answers(here: () => Bench): void {
  test('the version is JSON', async () => {
    expect(JSON.parse(await here().client.getVersion())).toHaveProperty('version')
  })

  test.each([
    ['malformed JSON', 'proxies', '{"name": ', 400, /^bad request body/],
    ['a field of the wrong type', 'proxies', '{"name": 5}', 400, /^bad request body/],
    ['no name', 'proxies', '{"upstream": "127.0.0.1:1"}', 400, /^missing required field: name/],
    ['no upstream', 'proxies', '{"name": "x"}', 400, /^missing required field: upstream/],
    ['a name twice', 'proxies', '{"name": "link", "upstream": "127.0.0.1:1"}', 409, /^proxy already exists/],
    ['an unknown proxy', 'proxies/none', '{}', 404, /^proxy not found/],
    ['an unknown toxic type', 'proxies/link/toxics', '{"type": "gremlin"}', 400, /^invalid toxic type/],
    ['an unknown stream', 'proxies/link/toxics', '{"type": "latency", "stream": "side"}', 400, /^stream was invalid/],
    ['a toxic that is a list', 'proxies/link/toxics', '[]', 400, /^bad request body/],
    ['an unknown toxic', 'proxies/link/toxics/none', '{}', 404, /^toxic not found/],
    ['a population without name', 'populate', '[{"upstream": "a:1"}]', 400, /^missing required field: name at proxy 1/],
  ])('%s is refused', async (_, path, body, status, error) => {
    const refused = await post(`${here().url}/${path}`, body)
    expect(refused).toMatchObject({ status, answer: { status } })
    expect(Object.entries(refused.answer ?? {}).find(([field]) => field === 'error')?.[1]).toMatch(error)
  })

  test('a toxic is named after its type and stream, read back, changed in place, and is there once', async () => {
    const { url, proxy } = here()
    const toxics = `${url}/proxies/link/toxics`
    const added = await post(toxics, '{"type": "latency", "attributes": {"latency": 5}}')
    const toxic = { name: 'latency_downstream', type: 'latency', stream: 'downstream', toxicity: 1 }
    expect(added).toEqual({ status: 200, answer: { ...toxic, attributes: { latency: 5, jitter: 0 } } })
    expect((await post(toxics, '{"type": "latency"}')).status).toBe(409)
    await post(`${toxics}/latency_downstream`, '{"attributes": {"jitter": 2}}')
    expect(await (await fetch(toxics)).json()).toEqual([{ ...toxic, attributes: { latency: 5, jitter: 2 } }])
    await (await proxy.getToxic('latency_downstream')).remove()
    await expect(proxy.getToxic('latency_downstream')).rejects.toThrow('404')
  })
}

function proxies(here: () => Bench): void {
  test('bytes arrive as they were sent, both ways', async () => {
    const wire = await dial(here().proxy.listen)
    const sent = randomBytes(3_000_000)
    expect((await wire.ask(sent)).equals(sent)).toBe(true)
  })

  test('disabled it refuses and closes; enabled again its address has not moved', async () => {
    const { client, proxy } = here()
    const wire = await dial(proxy.listen)
    await wire.ask('warm')
    const off = await proxy.update({ enabled: false, listen: proxy.listen, upstream: proxy.upstream })
    expect(off.enabled).toBe(false)
    await wire.closed
    await expect(dial(proxy.listen)).rejects.toThrow('ECONNREFUSED')
    await client.reset()
    expect(await client.get('link')).toMatchObject({ enabled: true, listen: proxy.listen })
    expect((await (await dial(proxy.listen)).ask('back')).toString()).toBe('back')
  })

  test('pointed elsewhere, old connections close and new ones go there', async () => {
    const { proxy } = here()
    await using other = await echoServer('other: ')
    const wire = await dial(proxy.listen)
    await wire.ask('warm')
    await proxy.update({ enabled: true, listen: proxy.listen, upstream: other.address })
    await wire.closed
    expect((await (await dial(proxy.listen)).answer('hi', 9)).toString()).toBe('other: hi')
  })

  test('without an upstream a connection is closed', async () => {
    const { echo, proxy } = here()
    await echo.stop()
    const wire = await dial(proxy.listen)
    await expect(wire.closed).resolves.toBeUndefined()
  })

  test('populate makes all of them, and reset takes every toxic away', async () => {
    const { client, echo } = here()
    const named = (name: string) => ({ name, listen: '127.0.0.1:0', upstream: echo.address })
    const { a, b } = await client.populate([named('a'), named('b')])
    await a?.addToxic({ name: 't', type: 'timeout', stream: 'upstream', toxicity: 1, attributes: { timeout: 0 } })
    await client.reset()
    await expect(a?.getToxic('t')).rejects.toThrow('404')
    expect((await (await dial(b?.listen ?? '')).ask('b')).toString()).toBe('b')
    expect(Object.keys(await client.getAll()).toSorted()).toEqual(['a', 'b', 'link'])
  })
}

function delays(here: () => Bench): void {
  test.each(CASES)('latency $stream slows a connection that is $age, and removed no more', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'latency', stream, attributes: { latency: 150, jitter: 0 } })
    expect(await wire.timed('slow')).toBeGreaterThanOrEqual(149)
    await retune(here(), 'latency', { latency: HOUR_MS })
    await lift(here(), 'latency')
    expect((await wire.ask('fast')).toString()).toBe('fast')
  })

  test('latency keeps order and is no limit of bandwidth', async () => {
    const wire = await underToxic(here(), 'new', { type: 'latency', stream: 'upstream', attributes: { latency: 500 } })
    // More than 300 pieces, for none is longer than 64 KiB: one after another they would outlast the test.
    const sent = randomBytes(20_000_000)
    expect((await wire.ask(sent)).equals(sent)).toBe(true)
  })

  test.each(CASES)('timeout $stream swallows on a connection that is $age', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'timeout', stream, attributes: { timeout: 0 } })
    await joined(here(), wire, stream)
    const before = wire.received.length
    wire.socket.write('lost')
    await (await here().proxy.getToxic('timeout')).remove()
    await wire.closed
    expect(wire.received.length).toBe(before)
    expect((await (await dial(here().proxy.listen)).ask('well')).toString()).toBe('well')
  })

  test.each(CASES)('timeout $stream closes a connection that is $age after its time', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'timeout', stream, attributes: { timeout: 50 } })
    await expect(wire.closed).resolves.toBeUndefined()
  })
}

function breaks(here: () => Bench): void {
  test.each(CASES)('reset_peer $stream breaks a connection that is $age once it speaks', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'reset_peer', stream, attributes: { timeout: 0 } })
    const before = wire.received.length
    wire.socket.write('hello')
    await wire.closed
    expect(wire.received.length).toBe(before)
  })

  test.each(DIRECTIONS)('reset_peer %s resets a connection that opened under it', async (stream) => {
    const wire = await underToxic(here(), 'new', { type: 'reset_peer', stream, attributes: { timeout: 0 } })
    wire.socket.write('hello')
    await wire.closed
    expect(wire.failure).toBe('ECONNRESET')
  })

  test.each(CASES)('limit_data $stream closes a connection that is $age after that many', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'limit_data', stream, attributes: { bytes: 5 } })
    const before = wire.received.length
    wire.socket.write('0123')
    await wire.until(before + 4)
    wire.socket.write('456789')
    await wire.closed
    const arrived = stream === 'downstream' ? wire.received : here().echo.received()
    expect(arrived.subarray(before).toString()).toBe('01234')
  })
}
