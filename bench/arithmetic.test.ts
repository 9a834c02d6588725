import { expect, test } from 'vitest'
import { median, Overlap, ratioOf, spreadOf } from './arithmetic.ts'

test('a median is the middle, or the mean of the middle two, in whatever order', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([10, 1, 9, 2])).toBe(5.5)
  expect(median([7])).toBe(7)
  expect(() => median([])).toThrow('nothing was measured')
})

test('a spread names the least and the most', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
})

test('a ratio is of medians, and its spread of rounds that lay beside each other', () => {
  expect(ratioOf([2, 4, 30], [1, 2, 10])).toEqual({ median: 2, least: 2, most: 3, rounds: 3 })
  expect(() => ratioOf([1], [1, 2])).toThrow('1 rounds against 2')
})

test('what overlaps counts once, and a gap between does not count', () => {
  let now = 0
  const overlap = new Overlap(() => now)
  const at = (moment: number, act: 'begin' | 'end') => {
    now = moment
    overlap[act]()
  }
  at(10, 'begin')
  at(12, 'begin')
  at(15, 'end')
  at(20, 'end')
  expect(overlap.total).toBe(10)
  at(50, 'begin')
  at(51, 'end')
  expect(overlap.total).toBe(11)
  at(60, 'begin')
  now = 64
  expect(overlap.total).toBe(15)
})

test('nothing ends that did not begin', () => {
  expect(() => new Overlap(() => 0).end()).toThrow('more has ended than has begun')
})
