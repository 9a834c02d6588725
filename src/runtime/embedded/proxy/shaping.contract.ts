/** Part of the contract of a proxy: toxics that change how data comes and not whether it does: pace, pieces, end. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { monotonicMs, until } from '../../../kernel/index.ts'
import { add, CASES, DIRECTIONS, HOUR_MS, joined, lift, PATIENCE_MS, retune, underToxic } from './bench.contract.ts'
import type { Bench } from './bench.contract.ts'
import { dial, type Wire } from './wire.contract.ts'

export function shapes(here: () => Bench): void {
  paces(here)
  retunes(here)
  slices(here)
  ends(here)
}

function paces(here: () => Bench): void {
  test.each(CASES)('bandwidth $stream holds a connection that is $age to its rate', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'bandwidth', stream, attributes: { rate: 100 } })
    const sent = randomBytes(30_000)
    const began = monotonicMs()
    expect((await wire.ask(sent)).equals(sent)).toBe(true)
    // A kilobyte is 1,000 bytes; each of two timers may be early by less than one millisecond.
    expect(monotonicMs() - began).toBeGreaterThanOrEqual(298)
    await retune(here(), 'bandwidth', { rate: 0 })
    await lift(here(), 'bandwidth')
    expect((await wire.ask(sent)).equals(sent)).toBe(true)
  })

  test('bandwidth delays little data little, and much of it comes bit by bit', async () => {
    await add(here(), { type: 'bandwidth', stream: 'downstream', attributes: { rate: 100 } })
    // A machine only makes it later: one byte that comes sooner than a part of much data does has waited for no part.
    const isSoon = async () => (await (await dial(here().proxy.listen)).timed('x')) < 100
    await until(isSoon, { what: 'a byte to come within 100 ms', atMostMs: PATIENCE_MS })
    await retune(here(), 'bandwidth', { rate: 1 })
    const wire = await dial(here().proxy.listen)
    const sent = randomBytes(1_000_000)
    wire.socket.write(sent)
    await wire.until(1)
    // A tenth of a second brings 100 bytes, half a minute these; either proxy reads more than these at once.
    expect(wire.received.length).toBeLessThan(30_000)
    await lift(here(), 'bandwidth')
    await wire.until(sent.length)
    expect(wire.received.equals(sent)).toBe(true)
  })

  test.each(DIRECTIONS)('bandwidth %s lets go of what it holds when it is removed', async (stream) => {
    const wire = await underToxic(here(), 'new', { type: 'bandwidth', stream, attributes: { rate: 1 } })
    await joined(here(), wire, stream)
    const before = wire.received.length
    const sent = randomBytes(200_000)
    wire.socket.write(sent)
    await lift(here(), 'bandwidth')
    await wire.until(before + sent.length)
    expect(wire.received.subarray(-sent.length).equals(sent)).toBe(true)
  })
}

function retunes(here: () => Bench): void {
  test.each([
    ['bandwidth', { rate: 0 }, { rate: 1_000 }],
    ['slicer', { average_size: 2, size_variation: 0, delay: HOUR_MS * 1_000 }, { delay: 0 }],
    ['slow_close', { delay: HOUR_MS }, { delay: 1 }],
  ] as const)('%s changed lets what waits go on at its new settings', async (type, attributes, changed) => {
    const wire = await underToxic(here(), 'new', { type, stream: 'upstream', attributes })
    await joined(here(), wire, 'upstream')
    wire.socket.end('data')
    await joined(here(), wire, 'upstream')
    expect(wire.socket.destroyed).toBe(false)
    await retune(here(), type, changed)
    await wire.closed
    expect(here().echo.received().toString()).toBe('data')
  })
}

function slices(here: () => Bench): void {
  test.each(CASES)('slicer $stream spreads the pieces of a connection that is $age', async ({ stream, age }) => {
    const attributes = { average_size: 8, size_variation: 0, delay: 20_000 }
    const wire = await underToxic(here(), age, { type: 'slicer', stream, attributes })
    // Eight pieces, and seven pauses between them.
    expect(await wire.timed('01234567'.repeat(8))).toBeGreaterThanOrEqual(139)
    await retune(here(), 'slicer', { delay: HOUR_MS * 1_000 })
    await lift(here(), 'slicer')
    expect((await wire.ask('01234567'.repeat(8))).toString()).toBe('01234567'.repeat(8))
  })

  test.each(DIRECTIONS)('slicer %s hands on the first piece at once and holds back the next', async (stream) => {
    const attributes = { average_size: 32, size_variation: 0, delay: HOUR_MS * 1_000 }
    const wire = await underToxic(here(), 'new', { type: 'slicer', stream, attributes })
    wire.socket.write('x'.repeat(64))
    await wire.until(1)
    // Data against the stream goes there and back meanwhile, and is one byte more.
    await joined(here(), wire, stream)
    expect(wire.received.toString()).toBe('x'.repeat(32) + (stream === 'upstream' ? '!' : ''))
    await lift(here(), 'slicer')
    await wire.until(65)
  })

  test.each(DIRECTIONS)('slicer %s neither loses nor reorders a byte, whatever the sizes', async (stream) => {
    const attributes = { average_size: 100, size_variation: 90, delay: 0 }
    const wire = await underToxic(here(), 'new', { type: 'slicer', stream, attributes })
    const sent = randomBytes(300_000)
    expect((await wire.ask(sent)).equals(sent)).toBe(true)
  })

  test('slicer lets go of what it holds when it is removed', async () => {
    const attributes = { average_size: 1, size_variation: 0, delay: 60_000_000 }
    const wire = await underToxic(here(), 'new', { type: 'slicer', stream: 'upstream', attributes })
    const sent = randomBytes(5_000)
    wire.socket.write(sent)
    await wire.until(1)
    await lift(here(), 'slicer')
    await wire.until(sent.length)
    expect(wire.received.equals(sent)).toBe(true)
  })
}

/** Ends the side that the stream comes from, and resolves once the other side has been told. */
async function ended({ echo }: Bench, wire: Wire, stream: string): Promise<void> {
  const [behind] = echo.sockets
  if (!behind) throw new Error('the upstream was not reached')
  const told = stream === 'upstream' ? once(behind, 'end') : wire.closed
  if (stream === 'upstream') wire.socket.end()
  else behind.end()
  await told
}

function ends(here: () => Bench): void {
  test.each(CASES)('slow_close $stream delays the end of one that is $age, not its data', async ({ stream, age }) => {
    const wire = await underToxic(here(), age, { type: 'slow_close', stream, attributes: { delay: HOUR_MS } })
    expect((await wire.ask('data')).toString()).toBe('data')
    await retune(here(), 'slow_close', { delay: 200 })
    const began = monotonicMs()
    await ended(here(), wire, stream)
    expect(monotonicMs() - began).toBeGreaterThanOrEqual(199)
  })

  test.each(DIRECTIONS)('slow_close %s ends what waits when it is removed', async (stream) => {
    const wire = await underToxic(here(), 'new', { type: 'slow_close', stream, attributes: { delay: HOUR_MS } })
    await wire.ask('data')
    const told = ended(here(), wire, stream)
    await lift(here(), 'slow_close')
    await expect(told).resolves.toBeUndefined()
  })

  test('slow_close delays the end that another toxic makes, too', async () => {
    await add(here(), { type: 'limit_data', stream: 'downstream', attributes: { bytes: 3 } })
    await add(here(), { type: 'slow_close', stream: 'downstream', attributes: { delay: 200 } })
    const wire = await dial(here().proxy.listen)
    const began = monotonicMs()
    wire.socket.write('abcdef')
    await wire.closed
    expect(monotonicMs() - began).toBeGreaterThanOrEqual(199)
    expect(wire.received.toString()).toBe('abc')
  })
}
