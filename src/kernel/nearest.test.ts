import { expect, test } from 'vitest'
import { didYouMean } from './nearest.ts'

const NAMES = ['as reported', 'phones keep a copy', 'an off-site copy', 'bad-upgrade', 'sidekick-2009', 'outage']

test.each([
  ['sidekik-2009', " (did you mean 'sidekick-2009'?)"],
  ['Sidekick 2009', " (did you mean 'sidekick-2009'?)"],
  ['sidekik', " (did you mean 'sidekick-2009'?)"],
  ['sidekick', " (did you mean 'sidekick-2009'?)"],
  ['as-repotred', " (did you mean 'as reported'?)"],
  ['copy', " (did you mean 'phones keep a copy' or 'an off-site copy'?)"],
  ['oatuge', " (did you mean 'outage'?)"],
  ['something else', ''],
  ['', ''],
  ['--', ''],
])('%s', (written, meant) => expect(didYouMean(written, NAMES)).toBe(meant))

test('the nearest comes first, and where there is none nothing is offered', () => {
  expect(didYouMean('oatage', ['outrage', 'outage'])).toBe(" (did you mean 'outage' or 'outrage'?)")
  expect(didYouMean('a', [])).toBe('')
})
