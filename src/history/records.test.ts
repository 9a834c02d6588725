import { expect, test } from 'vitest'
import { Records } from './records.ts'

test('a record is named as it was first called, and not otherwise, however alike and however long', () => {
  const records = new Records()
  const names = ['r', 'rec-00000001', 'rec-00000002', 'a of the same sixteen', 'b of the same sixteen', '']
  const numbers = names.map((name) => records.of(name))
  for (const [place, record] of numbers.entries())
    expect(names.map((name) => records.isNamed(record, name))).toEqual(names.map((_, other) => other === place))
  expect(records.isNamed(0, '')).toBe(false)
})
