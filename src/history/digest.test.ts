import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOf } from './digest.ts'

const hex = fc
  .array(fc.integer({ min: 0, max: 15 }), { minLength: 16, maxLength: 32 })
  .map((all) => all.map((digit) => digit.toString(16)).join(''))

test('a whole number that no other hash of a run has, and never 0', () => {
  fc.assert(
    fc.property(fc.uniqueArray(hex, { minLength: 2, maxLength: 200, selector: (one) => one.slice(-16) }), (hashes) => {
      const digests = hashes.map((one) => digestOf(one))
      expect(digests.every((one) => Number.isSafeInteger(one) && one > 0)).toBe(true)
      expect(new Set(digests).size).toBe(hashes.length)
      expect(hashes.map((one) => digestOf(one))).toEqual(digests)
    }),
  )
})

test('hashes that differ in one digit, or in their length, differ', () => {
  const hash = '00112233445566778899aabbccddeeff'
  const others = Array.from({ length: 16 }, (_, place) => {
    const at = hash.length - 1 - place
    return `${hash.slice(0, at)}x${hash.slice(at + 1)}`
  })
  const digests = [hash, ...others, hash.slice(1), '', 'x'].map((one) => digestOf(one))
  expect(new Set(digests).size).toBe(digests.length)
})

test('content that is absent is 0, and an empty text is not', () => {
  expect(digestOf(undefined)).toBe(0)
  expect(digestOf('')).toBeGreaterThan(0)
})
