import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.ts'

test('results are in the order of the list, and no more run at once than are allowed', async () => {
  let running = 0
  let most = 0
  const act = async (one: number) => {
    running += 1
    most = Math.max(most, running)
    for (let turns = 0; turns < one; turns += 1) await Promise.resolve()
    running -= 1
    return one * 10
  }
  expect(await inParallel([5, 1, 3, 2], act, 2)).toEqual([50, 10, 30, 20])
  expect(most).toBe(2)
})

test('the first failure is thrown once all that were begun have ended, and nothing more is begun', async () => {
  const told: string[] = []
  const slow = Promise.withResolvers<void>()
  const whole = inParallel(
    ['fails', 'slow', 'never'],
    async (one) => {
      told.push(`${one} begins`)
      if (one === 'fails') throw new Error('as told')
      await slow.promise
      told.push(`${one} ends`)
    },
    2,
  ).catch((thrown: unknown) => told.push(String(thrown)))
  await new Promise(setImmediate)
  slow.resolve()
  await whole
  expect(told).toEqual(['fails begins', 'slow begins', 'slow ends', 'Error: as told'])
})
