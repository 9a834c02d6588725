import { expect, test } from 'vitest'
import { struck } from '../testing/story.ts'

const COMPANY = 'd1.100'

test('the worst records come first, each once, with its flags; a row of no record has no life', () => {
  const strange = { class: 'notes', id: 'x', hash: 'h', fields: {} } as const
  const story = struck()
    .edit('d1.1', 'older')
    .edit('d1.2', 'older', { on: ['d1.1'] })
    .edit('d1.3', 'gone')
    .edit('d1.4', 'deleted')
    .edit('d1.5', 'deleted', { on: ['d1.4'], delete: true })
  const { worst } = story.ends([COMPANY, 'd1.2'], [COMPANY, 'd1.1', 'd1.4', strange]).judged()
  expect(worst.map(({ record, fate, flags }) => [record, fate, flags])).toEqual([
    ['gone', 'unrecoverable', []],
    ['older', 'stale', ['diverged']],
    ['deleted', 'durable', ['resurrected', 'diverged']],
  ])
})

test('at most ten are told', () => {
  const story = struck()
  for (let place = 1; place <= 12; place += 1) story.edit(`d1.${place}`, `r${place}`)
  expect(story.ends([COMPANY]).judged().worst).toHaveLength(10)
})

test('a life says who wrote it, when it was acknowledged, and when the server last showed it', () => {
  const story = struck().edit('d1.1', 'r1')
  story
    .edit('d2.1', 'r1', { on: ['d1.1'] })
    .server([COMPANY, 'd2.1'])
    .server([COMPANY])
  const shownAt = story.entries.findLast((one) => one.is === 'row' && one.version === 'd2.1')?.at ?? 0
  const [life] = story.ends([COMPANY]).judged().worst
  expect([life?.record, life?.writtenBy, life?.lastSeen]).toEqual([
    'r1',
    ['d1', 'd2'],
    // The look that showed it: its first row is company's.
    { at: shownAt - 2, party: 'the server' },
  ])
})
