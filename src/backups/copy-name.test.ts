import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COPY_NAME, newCopy, takenAt } from './copy-name.ts'

const moments = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })

test('a name tells when a copy was taken, and sorts by that', () => {
  fc.assert(
    fc.property(moments, moments, (one, other) => {
      const [a, b] = [newCopy(one.toISOString()), newCopy(other.toISOString())]
      expect(takenAt(a)).toBe(one.toISOString())
      expect(a).toMatch(new RegExp(`^${COPY_NAME}$`))
      if (one.getTime() !== other.getTime()) expect(a < b).toBe(one < other)
    }),
  )
})

test('two of one moment have two names', () => {
  const now = '2009-10-01T12:00:00.000Z'
  expect(newCopy(now)).not.toBe(newCopy(now))
})

test('copies of one millisecond sort by age, too', () => {
  const now = new Date().toISOString()
  const copies = Array.from({ length: 200 }, () => newCopy(now))
  expect(copies.toSorted()).toEqual(copies)
})
