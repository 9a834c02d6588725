import { expect, test } from 'vitest'
import { commitmentsIn } from '../../commitments/index.ts'
import { historyOf } from '../../history/index.ts'
import { withCompany, type Story } from '../testing/story.ts'
import { judgeCommitments } from './index.ts'

/** What is said of one promise of a tier. */
function held(story: Story, promise: string) {
  const commitments = commitmentsIn(`format: 1\nprovider: p\ntiers:\n  all: { ${promise} }\n`, 'offer.yaml')
  const [answer] = judgeCommitments(commitments, () => historyOf(story.entries), story.judged())
  if (!answer) throw new Error('no line')
  return answer
}

const DISK = [{ kind: 'volume', volume: 'san' }] as const
const HOUR = 3_600_000

/** `r1` is written so long before the strike, and is there at the end, or is not. */
function disaster({ beforeMs, isLost, damage = true }: { beforeMs: number; isLost: boolean; damage?: boolean }) {
  const story = withCompany()
  story.phase('before', () => story.edit('d1.1', 'r1').passes(beforeMs))
  story.phase('disaster', () => {
    story.strike()
    if (damage) story.injures('destroy', DISK)
  })
  story.server(['d1.100'])
  return isLost ? story.ends(['d1.100']) : story.ends(['d1.100', 'd1.1'])
}

test('a loss within the limit shows it, one beyond refutes it, with the entries', () => {
  expect(held(disaster({ beforeMs: HOUR, isLost: true }), 'recoveryPoint: 2h')).toMatchObject({
    state: 'shown',
    because: '1 of 2 notes are lost, the oldest 1h old',
  })
  const refuted = held(disaster({ beforeMs: HOUR, isLost: true }), 'recoveryPoint: { notes: 30min }')
  expect(refuted).toMatchObject({ state: 'refuted' })
  expect(refuted.because).toContain('1 of 2 acknowledged notes are lost beyond that, the oldest 1h old when it struck')
  expect(refuted.lines.length).toBeGreaterThan(1)
})

test('where nothing could take data away, nothing is shown', () => {
  const calm = withCompany()
  calm.phase('before', () => calm.edit('d1.1', 'r1'))
  calm.phase('disaster', () => calm.strike())
  expect(held(calm.ends(['d1.100', 'd1.1']), 'recoveryPoint: 2h')).toEqual({
    state: 'not shown',
    because: 'nothing happened that could take data away',
    lines: [],
  })
})

test('an arm that proves nothing shows nothing, and a fault that nobody saw is none', () => {
  const unseen = withCompany()
  unseen.phase('before', () => unseen.edit('d1.1', 'r1'))
  unseen.phase('disaster', () => unseen.strike().injures('destroy', DISK, 'nothing'))
  const answer = held(unseen.ends(['d1.100', 'd1.1']), 'recoveryPoint: 2h')
  expect(answer.state).toBe('not shown')
  expect(answer.because).toContain('the arm proves nothing')
})

test('what was away and came back is measured; what was never away shows no recovery time', () => {
  const back = disaster({ beforeMs: 0, isLost: false })
  expect(held(back, 'recoveryTime: 1h')).toMatchObject({ state: 'shown' })
  expect(held(back, 'recoveryTime: 1ms')).toMatchObject({ state: 'refuted' })
  const stayed = withCompany()
  stayed.phase('disaster', () => stayed.strike().injures('destroy', DISK))
  expect(held(stayed.server(['d1.100']).ends(['d1.100']), 'recoveryTime: 1h')).toMatchObject({
    state: 'not shown',
    because: 'no notes were away after the disaster',
  })
})

const copy = { backup: 'nightly', copy: 'monday', volume: 'vault' } as const

test('thirty days are not shown in a moment, and a copy that its job deletes too soon refutes them', () => {
  const kept = withCompany().tell({ is: 'copy', ...copy, state: 'claimed ok' })
  kept.passes(40 * 24 * HOUR)
  kept.tell({ is: 'clean room', copy: 'monday', finding: 'sound' })
  const answer = held(kept.ends(['d1.100']), 'retention: 30d')
  expect(answer).toMatchObject({ state: 'not shown' })
  expect(answer.because).toContain('a run of this length cannot show it')

  const deleted = withCompany().tell({ is: 'copy', ...copy, state: 'claimed ok' })
  deleted.passes(3 * 24 * HOUR).tell({ is: 'copy', ...copy, state: 'deleted' })
  expect(held(deleted.ends(['d1.100']), 'retention: 30d')).toMatchObject({
    state: 'refuted',
    because: 'monday was deleted by its own job after 3d',
  })
})

test('an order is refuted by two that came the wrong way round, and shown by all of them in theirs', () => {
  const restored = (order: readonly string[]) => {
    const story = withCompany()
    story.strike()
    const restore = { is: 'restore', step: 'recovery.1', from: 'copy' } as const
    story.tell({ ...restore, state: 'begin' })
    for (const collection of order) story.tell({ ...restore, state: 'opened', collection })
    return story.tell({ ...restore, state: 'end' }).ends(['d1.100'])
  }
  const promise = 'restoreOrder: [contacts, notes]'
  expect(held(restored(['contacts', 'notes']), promise)).toMatchObject({ state: 'shown' })
  expect(held(restored(['notes', 'contacts']), promise)).toMatchObject({ state: 'refuted' })
  expect(held(restored(['contacts']), promise)).toMatchObject({ state: 'not shown' })
})

test('another tier is another promise', () => {
  const text = 'format: 1\nprovider: p\ntier: one\ntiers: { one: { retention: 1d }, two: { recoveryTime: 1h } }'
  const story = disaster({ beforeMs: 0, isLost: false })
  const answers = judgeCommitments(commitmentsIn(text, 'o'), () => historyOf(story.entries), story.judged())
  expect(answers[1]).toMatchObject({ state: 'not shown', because: 'the accounts of this drill are on one' })
})
