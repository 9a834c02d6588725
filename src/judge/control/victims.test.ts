import { expect, test } from 'vitest'
import { Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
const listing = (...promises: readonly (readonly [string, object])[]) =>
  new Story(
    { verdict: 'pass' },
    promises.map(([name, terms]): [string, {}] => [name, terms]),
  )

/** What the control came to, without what could be named. */
const unnamed = (story: Story) => {
  const { verdict, control } = story.judged()
  return [verdict, control.mutants.filter(({ state }) => state === 'missed').map(({ mutant }) => mutant)]
}
const applied = (story: Story, mutant: string) =>
  story.judged().control.mutants.find((one) => one.mutant === mutant)?.state

test('no damage is planted on a record that somebody may have deleted', () => {
  const story = new Story()
    .edit('d1.1', 'r1')
    .edit('d1.2', 'r1', { on: ['d1.1'], delete: true, outcome: 'indeterminate' })
  expect(unnamed(story.edit(COMPANY, 'company').ends(['d1.1', COMPANY]))).toEqual(['pass', []])
})

test('nor as the return of one that is gone because somebody may have deleted it', () => {
  const story = withCompany()
    .edit('d1.1', 'r1')
    .edit('d1.2', 'r1', { on: ['d1.1'], delete: true, outcome: 'indeterminate' })
    .ends([COMPANY])
  expect([unnamed(story), applied(story, 'a deleted record is back')]).toEqual([['pass', []], 'not applicable'])
})

test('none on what a recovery point pardons: an edit that is lost, a delete that a restore undid or may undo', () => {
  const restored = (isDelete: boolean) => {
    const story = listing(['recoveryPoint', { withinMs: 1_000 }])
    story.edit('d1.1', 'r1').edit(COMPANY, 'company').edit('d1.3', 'r3')
    story.passes(5_000)
    if (isDelete) story.edit('d1.2', 'r1', { on: ['d1.1'], delete: true })
    else story.edit('d1.4', 'r4')
    story.strike().injures('cutLink', [], 'effect', 'fault').heals('cutLink')
    story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', state: 'end' })
    return story.ends(isDelete ? [COMPANY, 'd1.3'] : ['d1.1', COMPANY, 'd1.3'])
  }
  for (const isDelete of [true, false]) expect(unnamed(restored(isDelete))).toEqual(['pass', []])
})

test('the order is turned round only where two collections came back', () => {
  const opened = (story: Story, one: 'notes' | 'tasks') =>
    story
      .tell({ is: 'door', service: 'sync', collections: [one], state: 'validated', rows: 1 })
      .tell({ is: 'door', service: 'sync', collections: [one], state: 'opened' })
      .tell({ is: 'restore', step: 'recovery.1', from: 'copy', state: 'opened', collection: one })
  const begun = () =>
    listing(['nothingAcknowledgedIsLost', {}], ['restoredInOrder', { order: ['notes', 'tasks'] }])
      .edit(COMPANY, 'company')
      .tell({ is: 'restore', step: 'recovery.1', from: 'copy', state: 'begin' })
  const mutant = 'a collection is served before an earlier one'
  const one = opened(begun(), 'notes').ends([COMPANY])
  expect([unnamed(one), applied(one, mutant)]).toEqual([['pass', []], 'not applicable'])
  const two = opened(opened(begun(), 'notes'), 'tasks').ends([COMPANY])
  expect([unnamed(two), applied(two, mutant)]).toEqual([['pass', []], 'named'])
})

test('a door is opened unvalidated only where something was restored behind it', () => {
  const story = listing(['nothingAcknowledgedIsLost', {}], ['validatedBeforeServing', {}]).edit(COMPANY, 'company')
  for (const one of ['tasks', 'notes'] as const) {
    story.tell({ is: 'door', service: 'sync', collections: [one], state: 'closed' })
    if (one === 'notes') story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', state: 'begin' })
    story.tell({ is: 'door', service: 'sync', collections: [one], state: 'validated', rows: 1 })
    story.tell({ is: 'door', service: 'sync', collections: [one], state: 'opened' })
    if (one === 'notes')
      story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', state: 'opened', collection: one })
  }
  const mutant = 'a collection is served before it was validated'
  expect([unnamed(story.ends([COMPANY])), applied(story, mutant)]).toEqual([['pass', []], 'named'])
})

test('what is planted is not said to be named where the promise that owns it is waived', () => {
  const waived = { is: 'promise', promise: 'everythingIsIntact', claim: '', terms: {}, waived: true } as const
  const story = withCompany(new Story().tell(waived)).ends([COMPANY])
  expect([unnamed(story), applied(story, 'content changed, its version did not')]).toEqual([
    ['pass', []],
    'not applicable',
  ])
})
