import { expect, test } from 'vitest'
import { inAll, seenAgain } from './usage.ts'

const of = (cpuMs: number, memoryBytes: number) => ({ cpuMs, memoryBytes })

test('times of starts add up, and of their memory the most counts; no start has used nothing', () => {
  expect(inAll([of(1, 30), of(2, 10)])).toEqual(of(3, 30))
  expect(inAll([])).toEqual(of(0, 0))
})

test('looked at again, a start has used no less than before', () => {
  expect(seenAgain(undefined, of(1, 2))).toEqual(of(1, 2))
  expect(seenAgain(of(5, 50), of(7, 20))).toEqual(of(7, 50))
  expect(seenAgain(of(5, 50), of(0, 60))).toEqual(of(5, 60))
})
