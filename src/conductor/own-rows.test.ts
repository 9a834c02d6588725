/** Rows of somebody's dump under a whole run: edited, deleted, brought back, lost, and never taken for a phantom. */

import { expect, test } from 'vitest'
import { ends, findingsOf, ran } from './testing/running/ran.ts'

test('of ten thousand rows the three are named that the service lost or changed, and no others', async () => {
  const came = await ran('ten-thousand/ten-thousand', 'three rows are lost or changed')
  const { judgement } = came
  expect(ends(came)).toEqual(['fail', 'as expected', 0])
  const named = (kind: string) => new Set(findingsOf(judgement, kind).map(({ record }) => record))
  expect([named('lost'), named('corrupted')]).toEqual([
    new Set(['cara/contacts/c17', 'cara/notes/n18']),
    new Set(['tara/contacts/c19']),
  ])
  expect(judgement.flags.phantom).toBeUndefined()
  expect(judgement.sentence).toMatch(/^2 of 99\d\d records that were there before are lost, taken by run; /)
})
