import { expect, test } from 'vitest'
import { LiveRecords } from './live-records.ts'

test('an empty list says something only of what was read, and of what was there all the while', () => {
  const live = new LiveRecords()
  live.change('contacts', 1)
  live.change('tasks', 1)
  const then = live.now()
  live.change('tasks', -1)
  live.change('notes', 1)
  expect(live.since(then, new Set())).toBe(1)
  expect(live.since(then, new Set(['contacts']))).toBe(0)
  expect(live.since(then, new Set(['notes']))).toBe(1)
})
