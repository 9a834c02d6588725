import { expect, test } from 'vitest'
import { isMet, textOf } from './outcome.ts'

test('a goal is met up to its limit, or down to it, and never by what is unknown', () => {
  expect([1, 2, 3, NaN].map((value) => isMet({ what: '', value, atMost: 2 }))).toEqual([true, true, false, false])
  expect([1, 2, 3, NaN].map((value) => isMet({ what: '', value, atLeast: 2 }))).toEqual([false, true, true, false])
})

test('goal and figure stand side by side', () => {
  const goals = [
    { what: 'bytes', value: 512, atMost: 400 },
    { what: 'speed', value: 0.5, atLeast: 0.4 },
    { what: 'unmeasured', value: NaN, atLeast: 1 },
  ]
  expect(
    textOf({ name: 'One', table: [['']], remarks: [], goals })
      .split('\n')
      .slice(2),
  ).toEqual([
    'MISSED bytes: 512.00, at most 400',
    'met    speed: 0.50, at least 0.4',
    'MISSED unmeasured: unknown, at least 1',
  ])
})
