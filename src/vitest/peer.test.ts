import { expect, test } from 'vitest'
import { demandVitest, isWithin } from './peer.ts'

test('the Vitest of this checkout is one that works', () => {
  expect(demandVitest).not.toThrow()
})

test.each([
  ['5.1.1', true],
  ['5.1.2', true],
  ['5.2.0', true],
  ['5.10.0', true],
  ['5.2.0-beta.1', true],
  ['5.1.0', false],
  ['5.0.9', false],
  ['4.9.9', false],
  ['6.0.0', false],
  ['50.1.1', false],
])('%s within ^5.1.1: %s', (version, answer) => {
  expect(isWithin(version, '^5.1.1')).toBe(answer)
})
