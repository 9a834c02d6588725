/** Rows of somebody's dump under a whole run: edited, deleted, brought back, lost, and never taken for a phantom. */

import { expect, test } from 'vitest'
import { ends, findingsOf, kindsIn, ran } from './testing/running/ran.ts'

test('of ten thousand rows the three are named that the service lost or changed, and no others', async () => {
  const came = await ran('own-rows/ten-thousand', 'three rows are lost or changed')
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

test('where what was to be there cannot be made, nothing is tried, and nothing is said of the service', async () => {
  const came = await ran('own-rows/given', 'a command that fails')
  expect(came.arm.exitCode).toBe(4)
  const because = expect.stringMatching(/^nothing was tried, for given\.1 failed: .*3.*no such dump/)
  expect(came.arm.failures).toEqual([{ class: 'environment', because }])
  expect([came.judgement.acknowledged, kindsIn(came.judgement)]).toEqual([0, []])
})

test('unless it may fail', async () => {
  const came = await ran('own-rows/given', 'a command that may fail')
  expect([ends(came), came.judgement.failedSteps]).toEqual([
    ['pass', 'as expected', 0],
    [expect.objectContaining({ mayFail: true, tail: ['no such dump'] })],
  ])
})
