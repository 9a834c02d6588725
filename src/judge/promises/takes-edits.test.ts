import { expect, test } from 'vitest'
import { foundIn, Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
const listing = (refusedWithin: number) => new Story({ verdict: 'pass' }, [['takesEdits', { refusedWithin }]])

/** Killed once; `answers` are what came of the one edit that each device makes after it. */
const afterwards = (answers: (story: Story) => unknown) =>
  withCompany()
    .strike()
    .injures('killService', [], 'effect', 'fault')
    .heals('killService')
    .phase('quiesce', (story) => answers(story.edit('d1.101', 'fresh', { fresh: true, outcome: 'unsent' })))

const answer = (story: Story, outcome: 'acked' | 'indeterminate', status: number) =>
  story
    .tell({ is: 'sent', op: 'op-2', attempt: 1, device: 'd1', key: 'op-2' })
    .tell({ is: 'answered', op: 'op-2', attempt: 1, outcome, status })

test('a service that refuses a device to the end: status, count, and since what', () => {
  const story = afterwards((told) => answer(answer(told, 'indeterminate', 423), 'indeterminate', 423))
  const { verdict, sentence, promises } = story.ends([COMPANY]).judged()
  const because = 'the service refused every edit of 1 device since kill service (disaster.1): 423, 2 times'
  expect([verdict, sentence]).toEqual(['fail', because])
  const [finding] = promises.flatMap(({ findings }) => findings)
  expect([finding?.finding, finding?.cause?.by]).toEqual(['refuses edits', 'killService'])
})

test('a service that never said no has refused nothing: the words are those of whoever waited', () => {
  const story = afterwards((told) =>
    told
      .tell({ is: 'sent', op: 'op-2', attempt: 1, device: 'd1', key: 'op-2' })
      .tell({ is: 'answered', op: 'op-2', attempt: 1, outcome: 'indeterminate', because: 'my own bug in push' }),
  )
  expect(story.ends([COMPANY]).judged().sentence).toBe(
    'no edit of 1 device had an answer since kill service (disaster.1): my own bug in push, once',
  )
})

test('a device that is acknowledged at last was not refused to the end', () => {
  const story = afterwards((told) => answer(answer(told, 'indeterminate', 423), 'acked', 201))
  expect(foundIn(story.ends([COMPANY, 'd1.101']).judged())).toEqual([])
})

test('what cannot be read either is not refusing: that is another matter', () => {
  const story = afterwards((told) => answer(told, 'indeterminate', 423)).tell({ is: 'quiesced', state: 'quiet' })
  const { promises } = story.server([], { when: 'final', state: 'unreadable' }).over().judged()
  expect(promises.flatMap(({ findings }) => findings)).toEqual([])
})

test('what a device has not sent, because it is refused, does not count as divergence too', () => {
  const story = afterwards((told) => answer(told, 'indeterminate', 423)).tell({ is: 'quiesced', state: 'timed out' })
  story.device('d1', [COMPANY, 'd1.101']).server([COMPANY], { when: 'final' })
  expect(foundIn(story.over().judged())).toEqual(['refuses edits'])
})

test('a bound on refused edits: more than so many are a finding, as many are not', () => {
  const refused = (limit: number) =>
    listing(limit).edit(COMPANY, 'company').edit('d1.1', 'r1', { outcome: 'rejected' }).ends([COMPANY]).judged()
  expect([foundIn(refused(0.4)), foundIn(refused(0.5))]).toEqual([['refused'], []])
})

test('refused edits that no conflict explains are a doubt, and their share stands in the sentence', () => {
  const story = withCompany().edit('d1.1', 'r1', { outcome: 'rejected' }).ends([COMPANY])
  const { verdict, doubts, sentence } = story.judged()
  expect([verdict, doubts.map(({ kind }) => kind)]).toEqual(['inconclusive', ['edits were refused']])
  expect(sentence).toContain('1 of 2 edits refused')
})

test('those that a conflict explains are none', () => {
  const story = withCompany()
    .edit('d1.1', 'r1')
    .edit('d1.2', 'r1', { on: ['d1.1'] })
    .edit('d2.1', 'r1', { on: ['d1.1'], outcome: 'rejected' })
  expect(story.ends([COMPANY, 'd1.2']).judged().verdict).toBe('pass')
})

test('it refuses since the injury before its first such answer, not before what was unanswered on the way', () => {
  const story = withCompany().edit('d1.101', 'fresh', { fresh: true, outcome: 'unsent' })
  answer(story, 'indeterminate', 503).strike().injures('killService', [], 'effect', 'fault').heals('killService')
  const sendsOn = (told: Story) => answer(answer(told, 'indeterminate', 423), 'indeterminate', 423)
  const { sentence } = story.phase('quiesce', sendsOn).ends([COMPANY]).judged()
  expect(sentence).toMatch(/of 1 device since kill service \(disaster\.1\): 423, 2 times, and otherwise once$/)
})

test('a service that refuses now and then has not refused to the end, whichever answer came last', () => {
  const story = withCompany()
  for (let made = 1; made < 20; made += 1)
    story.edit(`d1.${made}`, `r${made}`, { outcome: made % 2 ? 'rejected' : 'acked' })
  const last = story.phase('quiesce', (told) => told.edit('d2.1', 'fresh', { fresh: true, outcome: 'rejected' }))
  const kept = Array.from({ length: 9 }, (_, made) => `d1.${2 * made + 2}`)
  const judgement = last.ends([COMPANY, ...kept]).judged()
  expect([foundIn(judgement), judgement.doubts.map(({ kind }) => kind)]).toEqual([[], ['edits were refused']])
})

test('one that refuses for good whoever it took edits of before, while others are served', () => {
  const story = withCompany().edit('d2.1', 'r1')
  const last = story.phase('quiesce', (told) => told.edit('d2.2', 'fresh', { fresh: true, outcome: 'rejected' }))
  expect(foundIn(last.ends([COMPANY, 'd2.1']).judged())).toEqual(['refuses edits'])
})

test('what is refused to the end never rests, and an arm that expects just that is as expected', () => {
  const breaches = [{ promise: 'takesEdits', findings: ['refuses edits'] }]
  const story = withCompany(new Story({ verdict: 'fail', breaches })).edit('d1.101', 'fresh', { outcome: 'unsent' })
  story.phase('quiesce', (told) => answer(told, 'indeterminate', 423))
  story.tell({ is: 'quiesced', state: 'timed out', because: 'd1 has 1 unsent' })
  const { expectation, doubts } = story.device('d1', [COMPANY]).server([COMPANY], { when: 'final' }).over().judged()
  expect([expectation.mismatches, doubts.map(({ kind }) => kind)]).toEqual([[], ['did not quiesce']])
})
