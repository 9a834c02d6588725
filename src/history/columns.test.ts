import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floats, ints, Lists, sideBySide } from './columns.ts'

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
  const [whole, real] = [ints(), floats()]
  whole.set(100, -7)
  real.set(100, 2 ** 53 - 1)
  expect([whole.get(100), real.get(100), whole.get(101), real.get(99), real.get(10 ** 6)]).toEqual([
    -7,
    2 ** 53 - 1,
    0,
    0,
    0,
  ])
})

test('columns side by side are columns of their own, however many they are and in whichever order they grow', () => {
  const names = ['a', 'b', 'c'] as const
  const told = fc.array(fc.tuple(fc.constantFrom(...names, 'real' as const), fc.nat(9_000), fc.integer()))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), told, (count, sets) => {
      const columns = sideBySide(names.slice(0, count), ['real', 'other'])
      const plain = new Map<string, number>()
      for (const [name, place, value] of sets) {
        const number = name === 'real' ? value / 8 : value
        columns[name]?.set(place, number)
        plain.set(`${name}/${place}`, number)
      }
      for (const [, place] of sets)
        for (const [other, column] of Object.entries(columns))
          expect(column.get(place)).toBe(plain.get(`${other}/${place}`) ?? 0)
      expect(Object.keys(columns)).toHaveLength(count + 2)
    }),
  )
})

test('lists are what was added, end to end, and the empty one is 0', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 }))), (told) => {
      const lists = new Lists()
      const starts = told.map((values) => lists.add(values))
      expect(starts.map((start) => lists.at(start))).toEqual(told)
      expect(starts.map((start) => lists.length(start))).toEqual(told.map(({ length }) => length))
      expect(starts.map((start) => start === 0)).toEqual(told.map(({ length }) => length === 0))
    }),
  )
})

test('a list that was begun and stayed empty leaves no gap, and nothing of it is in the next', () => {
  const lists = new Lists()
  const empty = lists.end(lists.begin())
  const one = lists.add([7, 8])
  expect([empty, lists.at(empty), one, lists.at(one), lists.get(one, 1)]).toEqual([0, [], 1, [7, 8], 8])
})
