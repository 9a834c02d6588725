import { expect, test } from 'vitest'
import { foundIn, Story } from './testing/story.ts'

const COMPANY = 'd1.100'
const listing = (promise: string, terms: Record<string, number>) => new Story({ verdict: 'pass' }, [[promise, terms]])

test('recoveryPoint pardons what was acknowledged shortly before the strike, where it was restored', () => {
  const losing = (beforeMs: number, restored = true) => {
    const story = listing('recoveryPoint', { withinMs: 1_000 }).edit(COMPANY, 'company')
    story.edit('d1.1', 'r1').passes(beforeMs).edit('d1.101', 'other').strike()
    story.injures('cutLink', [], 'effect', 'fault').heals('cutLink')
    if (restored) story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
    return foundIn(story.ends([COMPANY, 'd1.101']).judged())
  }
  expect(losing(500)).toEqual([])
  expect(losing(1_000)).toEqual([])
  expect(losing(1_001)).toEqual(['unrecoverable r1'])
  expect(losing(500, false)).toEqual(['unrecoverable r1'])
})

test('recoveryPoint pardons what was acknowledged while the blow fell, and says how much was lost', () => {
  const falling = listing('recoveryPoint', { withinMs: 1_000 }).edit(COMPANY, 'company').passes(10)
  falling.edit('d1.101', 'other').strike('disaster.1')
  const blow = { is: 'injury', injury: 'i', step: 'disaster.1', name: 'destroy', on: ['san'], settings: {} } as const
  falling.tell({ ...blow, kind: 'damage', state: 'begin' }).edit('d1.1', 'r1')
  falling.tell({ ...blow, kind: 'damage', state: 'injected' })
  falling.tell({ is: 'witness', injury: 'i', saw: 'effect', what: 'it is gone', count: 1 })
  falling.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
  const judgement = falling.ends([COMPANY, 'd1.101']).judged()
  expect(foundIn(judgement)).toEqual([])
  expect(judgement.sentence).toContain(
    '2 of 3 acknowledged records survived, the other 1 are within the recovery point',
  )
})

test('recoveryPoint pardons what was sent before the blow had fallen, and heard of before the restore', () => {
  const told = (sent: 'before' | 'after' | 'before and after', heard: 'before' | 'after' = 'before') => {
    const story = listing('recoveryPoint', { withinMs: 1_000 }).edit(COMPANY, 'company').passes(10)
    story.edit('d1.1', 'r1', { outcome: 'unsent' }).strike('disaster.1')
    const attempt = { op: 'op-2', attempt: 1 } as const
    const send = () => story.tell({ is: 'sent', ...attempt, device: 'd1', key: 'op-2' })
    if (sent !== 'after') send()
    story.injures('destroy', [{ kind: 'volume', volume: 'san' }])
    if (sent !== 'before') send()
    const hear = () => story.tell({ is: 'answered', ...attempt, outcome: 'acked' })
    if (heard === 'before') hear()
    story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
    if (heard === 'after') hear()
    return foundIn(story.ends([COMPANY]).judged())
  }
  expect(told('before')).toEqual([])
  expect(told('after')).toEqual(['unrecoverable r1'])
  expect(told('before and after')).toEqual(['unrecoverable r1'])
  expect(told('before', 'after')).toEqual(['unrecoverable r1'])
})

test('recoveryPoint pardons a delete that a restore undid, and no older one', () => {
  const undone = (beforeMs: number, promise = 'recoveryPoint') => {
    const story = listing(promise, { withinMs: 1_000 }).edit(COMPANY, 'company').edit('d1.1', 'r1')
    story.edit('d1.2', 'r1', { on: ['d1.1'], delete: true })
    story.passes(beforeMs).edit('d1.101', 'other').strike()
    story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
    return foundIn(story.ends([COMPANY, 'd1.101', 'd1.1']).judged())
  }
  expect(undone(500)).toEqual([])
  expect(undone(1_001)).toEqual(['resurrected r1'])
  expect(undone(500, 'nothingAcknowledgedIsLost')).toEqual(['resurrected r1'])
})

test('recoveryPoint never pardons what was acknowledged after the strike', () => {
  const story = listing('recoveryPoint', { withinMs: 1_000 }).edit(COMPANY, 'company').strike().edit('d1.1', 'r1')
  story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
  expect(foundIn(story.ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
})

test('a collection is back when all that is owed is, and what is pardoned or may rightly be gone is not owed', () => {
  const story = new Story({ verdict: 'pass' }, [
    ['recoveryPoint', { withinMs: 1_000 }],
    ['recoveryTime', { notes: 9_999 }],
  ])
  story
    .edit(COMPANY, 'company')
    .edit('d1.50', 'gone')
    .edit('d2.1', 'gone', { on: ['d1.50'], delete: true, outcome: 'indeterminate' })
  story.passes(2_000).edit('d1.101', 'young').strike()
  story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
  const judgement = story.ends([COMPANY]).judged()
  expect(foundIn(judgement)).toEqual([])
  expect(judgement.metrics.recoveryTime.notes?.all).toBeDefined()
})
