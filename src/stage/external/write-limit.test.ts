import { expect, test } from 'vitest'
import { NoAnswer } from '../../clients/index.ts'
import { monotonicMs } from '../../kernel/index.ts'
import { WriteLimit } from './write-limit.ts'

test('whoever asks at the same time goes one after the other, never nearer than the limit says', async () => {
  const limit = new WriteLimit(50)
  const times: number[] = []
  const take = async () => {
    await limit.take()
    times.push(monotonicMs())
  }
  await Promise.all(Array.from({ length: 10 }, take))
  const gaps = times.slice(1).map((time, place) => time - (times[place] ?? 0))
  // The timers of Node may be a millisecond early.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(19)
})

test('who waits when the run is broken off sends nothing, and holds nobody up', async () => {
  const limit = new WriteLimit(0.1)
  await limit.take()
  const over = new AbortController()
  const waiting = limit.take(over.signal)
  const behind = limit.take(over.signal)
  over.abort()
  await expect(waiting).rejects.toThrow(NoAnswer)
  await expect(behind).rejects.toThrow('not sent: the run is over')
})

test('collections that were made are known by their path, each once', () => {
  const limit = new WriteLimit(5)
  for (const method of ['PUT', 'MKCOL', 'MKCOL', 'DELETE']) limit.told(method, '/ada/contacts/')
  expect(limit.made).toEqual(['MKCOL /ada/contacts/'])
})
