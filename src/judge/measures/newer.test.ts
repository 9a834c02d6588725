import { expect, test } from 'vitest'
import { type Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'

/** A record that was updated after the copy; the copy, with the version before, is then restored. */
function rolledBack(): Story {
  const story = withCompany()
    .edit('d1.1', 'r1', { collection: 'tasks' })
    .edit('d1.2', 'r1', { collection: 'tasks', on: ['d1.1'] })
  return story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', copy: 'c', state: 'end' })
}

const copied = (story: Story, rows: readonly string[]) =>
  story.view({ kind: 'copy', account: 'a1', copy: 'c' }, [COMPANY, ...rows])

const became = (story: Story) => story.judged().metrics.newerThanCopy

test('what the server shows all the same was kept, and what was sent again was offered again', () => {
  expect(became(copied(rolledBack(), ['d1.1']).ends([COMPANY, 'd1.2']))).toEqual({ kept: 1 })
  const offered = rolledBack().again('d1.2', 'acked')
  expect(became(copied(offered, ['d1.1']).ends([COMPANY, 'd1.2']))).toEqual({ 'offered again': 1 })
})

test('what nobody shows any more was deleted, what only a device shows is stuck', () => {
  expect(became(copied(rolledBack(), ['d1.1']).ends([COMPANY, 'd1.1']))).toEqual({ deleted: 1 })
  expect(became(copied(rolledBack(), ['d1.1']).ends([COMPANY, 'd1.2'], [COMPANY, 'd1.1']))).toEqual({ stuck: 1 })
})

test('what had been deleted and is back is resurrected, unless the copy did not hold it', () => {
  const deleted = () => {
    const story = withCompany()
      .edit('d1.1', 'r1', { collection: 'tasks' })
      .edit('d2.1', 'r1', { on: ['d1.1'], delete: true })
    return story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', copy: 'c', state: 'end' })
  }
  expect(became(copied(deleted(), ['d1.1']).ends([COMPANY, 'd1.1']))).toEqual({ resurrected: 1 })
  expect(became(copied(deleted(), ['d1.1']).ends([COMPANY]))).toEqual({ kept: 1 })
  expect(became(copied(deleted(), []).ends([COMPANY]))).toEqual({})
})

test('both sides of a note, where one was newer than the copy, are a conflict when one is dropped', () => {
  const story = withCompany()
    .edit('d1.1', 'r1')
    .edit('d1.2', 'r1', { on: ['d1.1'] })
    .edit('d2.1', 'r1', { on: ['d1.1'] })
  story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', copy: 'c', state: 'end' })
  expect(became(copied(story, ['d1.1']).ends([COMPANY, 'd1.2']))).toEqual({ conflict: 1 })
})

test('without a restore from a copy nothing is newer', () => {
  expect(became(withCompany().edit('d1.1', 'r1').ends([COMPANY, 'd1.1']))).toEqual({})
})
