/** How each deviation of the real Toxiproxy shows on a wire or in an answer: each of these fails where it does not. */

import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { monotonicMs, until } from '../../../kernel/index.ts'
import { add, closeBench, HOUR_MS, joined, lift, openBench, PATIENCE_MS, post, underToxic } from './bench.contract.ts'
import type { Bench, StartProxyServer } from './bench.contract.ts'
import { dial } from './wire.contract.ts'

export type Show = (bench: Bench, start: StartProxyServer) => Promise<void>

const toxicsOf = ({ url }: Bench): string => `${url}/proxies/link/toxics`

/** How long the first piece of each of four messages is: drawn at random by whoever cuts them. */
async function firstPieces(start: StartProxyServer, ...args: readonly string[]): Promise<readonly number[]> {
  const server = await start(...args)
  const bench = await openBench(server.url)
  try {
    const attributes = { average_size: 500, size_variation: 499, delay: 60_000_000 }
    await add(bench, { type: 'slicer', stream: 'downstream', attributes })
    const sizes: number[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      const wire = await dial(bench.proxy.listen)
      wire.socket.write(Buffer.alloc(2_000))
      await wire.until(1)
      sizes.push(wire.received.length)
      wire.socket.destroy()
    }
    return sizes
  } finally {
    await closeBench(bench)
    await server.stop()
  }
}

export const sameSeedOtherDraws: Show = async (_, start) => {
  expect(await firstPieces(start, '-seed', '7')).not.toEqual(await firstPieces(start, '-seed', '7'))
}

export const sameSeedSameDraws: Show = async (_, start) => {
  const drawn = await firstPieces(start, '--seed', '7')
  expect(await firstPieces(start, '--seed', '7')).toEqual(drawn)
  expect(await firstPieces(start, '--seed', '8')).not.toEqual(drawn)
}

export const toxicityZeroStillResets: Show = async (bench) => {
  await post(toxicsOf(bench), '{"type": "reset_peer", "toxicity": 0}')
  const wire = await dial(bench.proxy.listen)
  await wire.ask('carried')
  for (const behind of bench.echo.sockets) behind.end()
  await wire.closed
  expect(wire.failure).toBe('ECONNRESET')
}

/** That it answers 400 to each of these toxics. */
export const refuses =
  (...toxics: readonly string[]): Show =>
  async (bench) => {
    for (const toxic of toxics) expect(await post(toxicsOf(bench), toxic)).toMatchObject({ status: 400 })
  }

export const takes =
  (...toxics: readonly string[]): Show =>
  async (bench) => {
    for (const toxic of toxics) expect(await post(toxicsOf(bench), toxic)).toMatchObject({ status: 200 })
  }

export const resetNeedsTraffic: Show = async (bench) => {
  const wire = await underToxic(bench, 'new', { type: 'reset_peer', stream: 'upstream', attributes: { timeout: 0 } })
  // Data against the stream of the toxic arrives: the connection is whole, and lives.
  await joined(bench, wire, 'upstream')
  await joined(bench, wire, 'upstream')
  wire.socket.write('x')
  await wire.closed
  expect(wire.received.toString()).toBe('!!')
}

export const olderConnectionEnds =
  (failure: string | undefined): Show =>
  async (bench) => {
    const wire = await underToxic(bench, 'pooled', { type: 'reset_peer', stream: 'upstream', attributes: {} })
    wire.socket.write('x')
    await wire.closed
    expect(wire.failure).toBe(failure)
  }

export const timeoutRemovedCloses: Show = async (bench) => {
  const wire = await underToxic(bench, 'new', { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } })
  await joined(bench, wire, 'upstream')
  await lift(bench, 'timeout')
  await expect(wire.closed).resolves.toBeUndefined()
}

export const silenceTimesOut: Show = async (bench) => {
  // A machine that stands still for as long makes silence of data: so it is long, and most of it follows the data.
  const timeout = 5_000
  const wire = await underToxic(bench, 'new', { type: 'timeout', stream: 'upstream', attributes: { timeout } })
  await joined(bench, wire, 'upstream')
  await pause(500)
  const written = monotonicMs()
  wire.socket.write('x')
  await wire.closed
  expect(monotonicMs() - written).toBeGreaterThanOrEqual(timeout - 1)
}

async function listening(server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Two disabled proxies whose ports somebody else has: how many of them the answer to a reset names. */
export const resetNames =
  (count: number): Show =>
  async ({ url, client, echo }) => {
    const thieves: Server[] = []
    const stolen: string[] = []
    for (const name of ['a', 'b']) {
      const proxy = await client.createProxy({ name, listen: '127.0.0.1:0', upstream: echo.address })
      await post(`${url}/proxies/${name}`, '{"enabled": false}')
      const thief = createServer()
      thieves.push(thief)
      stolen.push(await listening(thief, Number(proxy.listen.split(':')[1])))
    }
    const { status, answer } = await post(`${url}/reset`, '')
    for (const thief of thieves) thief.close()
    expect(status).toBe(500)
    expect(stolen.filter((address) => JSON.stringify(answer).includes(address))).toHaveLength(count)
  }

/** The client ends, and only then the upstream answers: what of it arrives. */
export const afterItsEndAClientHears =
  (answer: string): Show =>
  async ({ client }) => {
    const late = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => {})
      socket.resume()
      socket.on('end', () => socket.end('an answer'))
    })
    const { listen } = await client.createProxy({
      name: 'late',
      listen: '127.0.0.1:0',
      upstream: await listening(late),
    })
    const wire = await dial(listen)
    wire.socket.end('bye')
    await wire.closed
    late.close()
    expect(wire.received.toString()).toBe(answer)
  }

export const closesAtTheLimit: Show = async (bench) => {
  const wire = await underToxic(bench, 'new', { type: 'limit_data', stream: 'downstream', attributes: { bytes: 5 } })
  wire.socket.write('01234')
  await wire.closed
  expect(wire.received.toString()).toBe('01234')
}

export const rateZeroHolds: Show = async (bench) => {
  const wire = await underToxic(bench, 'new', { type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } })
  wire.socket.write('held')
  await joined(bench, wire, 'upstream')
  await joined(bench, wire, 'upstream')
  expect(bench.echo.received().length).toBe(0)
  await lift(bench, 'bandwidth')
  await wire.until(6)
  expect(wire.received.toString()).toBe('!!held')
}

export const firstPieceOf48Is =
  (bytes: number): Show =>
  async (bench) => {
    const attributes = { average_size: 48, size_variation: 0, delay: 60_000_000 }
    const wire = await underToxic(bench, 'new', { type: 'slicer', stream: 'downstream', attributes })
    wire.socket.write('x'.repeat(64))
    await wire.until(1)
    expect(wire.received.length).toBe(bytes)
    await lift(bench, 'slicer')
  }

export const firstPieceIsNotDelayed: Show = async (bench) => {
  const attributes = { average_size: 48, size_variation: 0, delay: HOUR_MS * 1_000 }
  const wire = await underToxic(bench, 'new', { type: 'slicer', stream: 'upstream', attributes })
  expect((await wire.ask('x')).toString()).toBe('x')
}

/** In a server of its own, for it takes every proxy with it. */
export const wideVariationKills: Show = async (_, start) => {
  const server = await start()
  try {
    const bench = await openBench(server.url)
    await add(bench, { type: 'slicer', stream: 'upstream', attributes: { average_size: 1, size_variation: 1_000 } })
    const wire = await dial(bench.proxy.listen)
    wire.socket.write(Buffer.alloc(32_000))
    await wire.closed
    await bench.echo.stop()
    const isGone = () =>
      fetch(`${server.url}/version`).then(
        () => false,
        () => true,
      )
    await until(isGone, { what: 'the whole server to be gone', atMostMs: PATIENCE_MS })
  } finally {
    await server.stop()
  }
}

export const disablingWaitsForNobody: Show = async (bench) => {
  const attributes = { delay: HOUR_MS }
  const wire = await underToxic(bench, 'new', { type: 'slow_close', stream: 'downstream', attributes })
  await wire.ask('data')
  await post(`${bench.url}/proxies/link`, '{"enabled": false}')
  await expect(wire.closed).resolves.toBeUndefined()
}

export const madeDisabledListensOn =
  (listen: RegExp): Show =>
  async ({ client, echo }) => {
    const made = await client.createProxy({
      name: 'off',
      listen: '127.0.0.1:0',
      upstream: echo.address,
      enabled: false,
    })
    expect(made.listen).toMatch(listen)
  }

export const portZeroInAnUpdate =
  (means: 'another' | 'the same'): Show =>
  async ({ proxy, echo }) => {
    const { listen } = await proxy.update({ enabled: true, listen: '127.0.0.1:0', upstream: echo.address })
    expect(listen === proxy.listen ? 'the same' : 'another').toBe(means)
  }

async function bytesCounted({ url }: Bench): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const lines = text.split('\n').filter((line) => /^toxiproxy_proxy_sent_bytes_total\{.*proxy="link"/.test(line))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

export const countsAtTheEnd: Show = async (bench) => {
  const before = await bytesCounted(bench)
  const wire = await dial(bench.proxy.listen)
  await wire.ask('hello')
  expect(await bytesCounted(bench)).toBe(before)
  wire.socket.end()
  const areCounted = async () => (await bytesCounted(bench)) > before
  await until(areCounted, { what: 'the bytes to be counted', atMostMs: PATIENCE_MS })
}

export const countsAsItHappens: Show = async (bench) => {
  const before = await bytesCounted(bench)
  await (await dial(bench.proxy.listen)).ask('hello')
  expect(await bytesCounted(bench)).toBe(before + 10)
}
