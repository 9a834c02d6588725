/** Somebody's own scripts and tools in a drill, end to end: what is said where they do not do their work. */

import { expect, test } from 'vitest'
import { causesIn, doubtsIn, ends, ran } from './testing/running/ran.ts'

test.each(['scripts that do their work', 'a job that copies nothing', 'a fault that its witness saw'])(
  '%s: as expected',
  async (arm) => {
    const came = await ran('scripts/own-scripts', arm)
    expect([came.judgement.sentence, came.judgement.expectation.mismatches]).toEqual([expect.anything(), []])
    expect(ends(came)[1]).toBe('as expected')
  },
)

test('a fault that nobody saw counts as none, and its witness is told', async () => {
  const came = await ran('scripts/own-scripts', 'a fault that nobody saw')
  expect(ends(came)).toEqual(['inconclusive', 'as expected', 0])
  expect(came.judgement.witnesses).toContainEqual(
    expect.objectContaining({
      name: 'command',
      saw: 'nothing',
      what: expect.stringContaining('test -e /data/ballast exited with 1'),
    }),
  )
})

test.each([
  ['a job that fails', 'takeBackup(own)', 4, 'the vault is sealed'],
  ['a restore that fails', 'restore(own)', 6, 'no key for the vault'],
])('%s is the first that is said, with its command, its exit and its last words', async (arm, label, code, words) => {
  const came = await ran('scripts/own-scripts', arm)
  const { judgement } = came
  expect([ends(came)[1], doubtsIn(judgement)]).toEqual(['not as expected', expect.arrayContaining(['a step failed'])])
  expect(judgement.failedSteps).toEqual([
    expect.objectContaining({
      label,
      because: `exit code ${code}`,
      tail: [words],
      command: expect.arrayContaining(['sh', '-euc']),
    }),
  ])
  expect(judgement.sentence).toMatch(
    new RegExp(`^${label.replace(/[()]/g, '\\$&')} .* failed: sh .*last words: ${words}`),
  )
  expect(causesIn(judgement)).toEqual([label.replace(/\(.*/, '')])
})
