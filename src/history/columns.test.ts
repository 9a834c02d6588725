import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, floats, ints, Lists } from './columns.ts'

test('a column holds what was set last, and 0 elsewhere, however far it has to grow', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5_000), fc.integer())), (told) => {
      const column = ints()
      for (const [place, value] of told) column.set(place, value)
      const plain = new Map(told)
      for (const [place] of told) {
        expect(column.get(place)).toBe(plain.get(place))
        expect(column.get(place + 1)).toBe(plain.get(place + 1) ?? 0)
      }
    }),
  )
})

test('each kind of column holds the numbers that it is for', () => {
  const [whole, real, small] = [ints(), floats(), bytes()]
  whole.set(100, -7)
  real.set(100, 2 ** 53 - 1)
  small.set(100, 255)
  expect([whole.get(100), real.get(100), small.get(100), real.get(99), small.get(10 ** 6)]).toEqual([
    -7,
    2 ** 53 - 1,
    255,
    0,
    0,
  ])
})

test('lists are what was added, end to end, and the empty one is 0', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 }))), (told) => {
      const lists = new Lists(Int32Array)
      const starts = told.map((values) => lists.add(values))
      expect(starts.map((start) => lists.at(start))).toEqual(told)
      expect(starts.map((start) => lists.length(start))).toEqual(told.map(({ length }) => length))
      expect(starts.map((start) => start === 0)).toEqual(told.map(({ length }) => length === 0))
    }),
  )
})

test('a list that was begun and stayed empty leaves no gap, and nothing of it is in the next', () => {
  const lists = new Lists(Float64Array)
  const empty = lists.end(lists.begin())
  const one = lists.add([1.5, 2.5])
  expect([empty, lists.at(empty), one, lists.at(one), lists.get(one, 1)]).toEqual([0, [], 1, [1.5, 2.5], 2.5])
})
