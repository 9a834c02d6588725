/** Part of the contract of a proxy: toxics that change how data comes and not whether it does: pace, pieces, end. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { monotonicMs } from '../../../kernel/index.ts'
import { add, CASES, DIRECTIONS, joined, lift, post, underToxic, type Bench } from './bench.contract.ts'
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
    await lift(here(), 'bandwidth')
    expect(await wire.timed('x'.repeat(30_000))).toBeLessThan(150)
  })

  test('bandwidth delays little data little, and much of it comes bit by bit', async () => {
    const wire = await underToxic(here(), 'new', { type: 'bandwidth', stream: 'downstream', attributes: { rate: 100 } })
    expect(await wire.timed('x')).toBeLessThan(100)
    wire.socket.write(Buffer.alloc(100_000))
    await wire.until(2)
    expect(wire.received.length).toBeLessThan(60_000)
    await wire.until(100_001)
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
    ['slicer', { average_size: 2, size_variation: 0, delay: 60_000_000 }, { delay: 0 }],
    ['slow_close', { delay: 3_600_000 }, { delay: 1 }],
  ] as const)('%s changed lets what waits go on at its new settings', async (type, attributes, changed) => {
    const wire = await underToxic(here(), 'new', { type, stream: 'upstream', attributes })
    await joined(here(), wire, 'upstream')
    wire.socket.end('data')
    await joined(here(), wire, 'upstream')
    expect(wire.socket.destroyed).toBe(false)
    await post(`${here().url}/proxies/link/toxics/${type}`, JSON.stringify({ attributes: changed }))
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
    await lift(here(), 'slicer')
    expect(await wire.timed('01234567'.repeat(8))).toBeLessThan(100)
  })

  test.each(DIRECTIONS)('slicer %s hands on the first piece at once and the next after its pause', async (stream) => {
    const attributes = { average_size: 32, size_variation: 0, delay: 400_000 }
    const wire = await underToxic(here(), 'new', { type: 'slicer', stream, attributes })
    wire.socket.write('x'.repeat(64))
    await wire.until(1)
    expect(wire.received.length).toBe(32)
    await wire.until(64)
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
    const wire = await underToxic(here(), age, { type: 'slow_close', stream, attributes: { delay: 200 } })
    expect(await wire.timed('data')).toBeLessThan(150)
    const began = monotonicMs()
    await ended(here(), wire, stream)
    expect(monotonicMs() - began).toBeGreaterThanOrEqual(199)
  })

  test.each(DIRECTIONS)('slow_close %s ends what waits when it is removed', async (stream) => {
    const wire = await underToxic(here(), 'new', { type: 'slow_close', stream, attributes: { delay: 3_600_000 } })
    await wire.ask('data')
    const told = ended(here(), wire, stream)
    await lift(here(), 'slow_close')
    await expect(told).resolves.toBeUndefined()
  })

  test('slow_close delays the end that another toxic makes, too', async () => {
    await add(here(), { type: 'limit_data', stream: 'downstream', attributes: { bytes: 3 } })
    await add(here(), { type: 'slow_close', stream: 'downstream', attributes: { delay: 200 } })
    const wire = await dial(here().proxy.listen)
    wire.socket.write('abcdef')
    await wire.until(3)
    const began = monotonicMs()
    await wire.closed
    expect(monotonicMs() - began).toBeGreaterThanOrEqual(150)
    expect(wire.received.toString()).toBe('abc')
  })
}
