/** What `list` says of an arm. */

import { expect, test } from 'vitest'
import type { ExpectationEntry } from '../../ledger/entries.ts'
import { PROMISES } from '../promises/registry.ts'
import { listedInWords } from './listed.ts'

test.each<[ExpectationEntry, string]>([
  [{ verdict: 'pass' }, 'must pass'],
  [{ verdict: 'inconclusive', because: 'fault had no effect' }, 'must be inconclusive, because: fault had no effect'],
  [
    {
      verdict: 'fail',
      breaches: [
        { promise: 'nothingAcknowledgedIsLost', findings: ['lost', 'stale'], share: [0.25, 0.75], by: 'killService' },
        { promise: 'everybodyConverges', optional: true },
        { promise: 'noDuplicates', refused: true },
      ],
    },
    'must fail, and break: nothing that was acknowledged is lost (lost or stale, 25% to 75% of the records, by kill ' +
      'service). It may also break: everybody ends up with the same. It must not break: nothing is there twice',
  ],
])('%j', (expectation, words) => {
  expect(listedInWords(expectation)).toBe(words)
})

test('the first sentence of every promise says it whole', () => {
  for (const promise of Object.keys(PROMISES)) {
    const said = listedInWords({ verdict: 'fail', breaches: [{ promise }] })
    expect(said).toMatch(/^must fail, and break: [a-z][^`]{15,}$/)
    expect(said).not.toContain(promise)
  }
})
