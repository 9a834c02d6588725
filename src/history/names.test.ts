import { expect, test } from 'vitest'
import { Names } from './names.ts'

test('a name has the number of when it was first heard of, however often it is asked for', () => {
  const names = new Names()
  expect(['b', 'a', 'b', 'b', '', 'a'].map((name) => names.of(name))).toEqual([0, 1, 0, 0, 2, 1])
  expect([names.count, names.name(1), names.name(2)]).toEqual([3, 'a', ''])
})

test('to look for a name does not make it known', () => {
  const names = new Names()
  expect([names.find('a'), names.of('b'), names.find('a'), names.find('b')]).toEqual([-1, 0, -1, 0])
  expect([names.name(-1), names.name(7), names.count]).toEqual(['', '', 1])
})

test('names of members of objects are names like any other', () => {
  const names = new Names()
  expect(['__proto__', 'constructor', 'toString'].map((name) => names.of(name))).toEqual([0, 1, 2])
})
