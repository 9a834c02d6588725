import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { expect, test } from 'vitest'
import { Stats } from './stats.ts'

const look = (cpuNs: number, usage: number, dropped = 0) =>
  `${JSON.stringify({
    cpu_stats: { cpu_usage: { total_usage: cpuNs } },
    memory_stats: { usage, stats: { total_inactive_file: dropped } },
  })}\n`

function followed() {
  const stream = new PassThrough()
  const stats = new Stats()
  stats.follow({ stats: () => Promise.resolve(stream) } as unknown as Docker.Container)
  return { stream, stats }
}

test('time grows, of memory the most counts, and files that would be dropped do not', async () => {
  const { stream, stats } = followed()
  expect(stats.last).toBeUndefined()
  stream.write(look(2e6, 900, 200))
  stream.write(look(5e6, 600))
  await expect.poll(() => stats.last).toEqual({ cpuMs: 5, memoryBytes: 700 })
  // A container that has ended is told of as nothing at all.
  stream.write('{"cpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{}}\n')
  stream.write(look(6e6, 1))
  await expect.poll(() => stats.last).toEqual({ cpuMs: 6, memoryBytes: 700 })
})

test('an engine that goes away in the middle of a line ends nothing but the telling', async () => {
  const { stream, stats } = followed()
  stream.write(look(2e6, 900))
  await expect.poll(() => stats.last?.cpuMs).toBe(2)
  stream.write(look(9e6, 900).slice(0, 20))
  stream.destroy(new Error('aborted'))
  await expect.poll(() => stream.closed).toBe(true)
  expect(stats.last).toEqual({ cpuMs: 2, memoryBytes: 900 })
})

test('whoever stops before the engine has answered holds nothing open', async () => {
  const { stream, stats } = followed()
  stats.stop()
  await expect.poll(() => stream.destroyed).toBe(true)
})
