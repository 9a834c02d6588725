import { expect, test } from 'vitest'
import { historyOf } from '../history/index.ts'
import { Story } from '../judge/testing/story.ts'
import { missingIn } from './missing.ts'

const told = (tell: (story: Story) => unknown): readonly string[] => {
  const story = new Story()
  tell(story)
  return missingIn(historyOf(story.entries))
}

test('what was acknowledged, and what the last reads of the server do not show', () => {
  const missing = told((story) =>
    story
      .edit('d1.1', 'gone')
      .edit('d1.2', 'there')
      .edit('d1.3', 'older')
      .edit('d1.4', 'older', { on: ['d1.3'] })
      .edit('d1.5', 'refused', { outcome: 'rejected' })
      .server(['d1.1', 'd1.2'])
      .device('d1', ['d1.1'])
      .server(['d1.2', 'd1.3'], { when: 'final' }),
  )
  expect(missing).toEqual(['gone'])
})

test('what was deleted is not missing, unless it was made again', () => {
  const deleted = (story: Story) => story.edit('d1.1', 'r').edit('d1.2', 'r', { on: ['d1.1'], delete: true })
  expect(told((story) => deleted(story).server([], { when: 'final' }))).toEqual([])
  expect(told((story) => deleted(story).edit('d1.3', 'r', { on: ['d1.2'] }))).toEqual(['r'])
})

test('a deletion that nobody acknowledged takes nothing off the list', () => {
  const missing = told((story) =>
    story.edit('d1.1', 'r').edit('d1.2', 'r', { on: ['d1.1'], delete: true, outcome: 'indeterminate' }),
  )
  expect(missing).toEqual(['r'])
})
