/** Services that come back by themselves, and those that a step starts, end to end. */

import { expect, test } from 'vitest'
import { ends, findingsOf, kindsIn, ran } from './testing/running/ran.ts'

const DRILL = 'supervision/supervised'
const SYNC = { service: 'sync', atEnd: 'running' }

test('one that the drill kills comes back by itself: nothing else starts it, and it has kept its promise', async () => {
  const came = await ran(DRILL, 'killed')
  expect([ends(came), kindsIn(came.judgement)]).toEqual([['pass', 'as expected', 0], []])
  expect(came.judgement.services).toEqual([{ ...SYNC, ends: [], startedAgain: 1 }])
  expect(came.states).toEqual(['started', 'killed', 'started by supervisor', 'killed'])
})

test('one that ends by itself is a finding, told once with how often its supervisor started it again', async () => {
  const came = await ran(DRILL, 'ends on writes')
  expect(ends(came)).toEqual(['fail', 'as expected', 0])
  expect(came.judgement.sentence).toMatch(
    /^sync ended by itself: exit code 1; its last words: .*; its supervisor started it again (once|\d times)/,
  )
  expect(findingsOf(came.judgement, 'ended by itself')).toHaveLength(1)
  expect(came.judgement.services).toEqual([expect.objectContaining({ atEnd: 'running' })])
})

test('one that comes up no more is a crash loop, of whoever had killed it', async () => {
  const came = await ran(DRILL, 'comes up once only')
  expect(findingsOf(came.judgement, 'crash loop').map(({ because }) => because)).toEqual([
    expect.stringMatching(/^sync did not come up: exit code 1; .*; a crash loop: its supervisor started it 5 times/),
  ])
})

test('what a step does to it is not undone', async () => {
  const came = await ran(DRILL, 'killed, and is upgraded')
  const states = ['started', 'killed', 'started by supervisor', 'stopped', 'started', 'killed']
  expect([kindsIn(came.judgement), came.states]).toEqual([[], states])
})

test('a start of what runs already is a step that failed; a spare comes up by a step', async () => {
  const twice = await ran(DRILL, 'killed, and is started by hand as well')
  expect(twice.judgement.sentence).toMatch(
    /^start\(sync\) \(disaster\.3\) failed: sync runs already: nothing was started/,
  )
  const spare = await ran(DRILL, 'killed, and a spare is started')
  expect(ends(spare)).toEqual(['pass', 'as expected', 0])
  expect(spare.states.filter((state) => state === 'started')).toHaveLength(2)
})

test('what it wrote outside its volumes outlives a crash, and no upgrade, way back or replacement', async () => {
  const { judgement, notices } = await ran('supervision/outside', 'one')
  expect([judgement.failedSteps, kindsIn(judgement)]).toEqual([[], []])
  expect(notices.join('\n')).toContain('was still there after an upgrade or a replacement: on the embedded runtime')
})
