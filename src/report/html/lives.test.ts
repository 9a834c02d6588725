/** What stands in the life of a record, and what of it is good news. */

import { expect, test } from 'vitest'
import { Story } from '../../judge/testing/story.ts'
import type { Entry } from '../../ledger/index.ts'
import { pageOf } from './model.ts'

const restore = (more: Partial<Extract<Entry, { is: 'restore' }>>): Entry => ({
  is: 'restore',
  step: 'recovery.1',
  from: 'edge',
  state: 'end',
  ...more,
})

/** Two records on a disk that is lost; what comes back of them is up to who tells it. */
function livesOf(recovers: (story: Story) => unknown, atEnd: readonly string[]) {
  const story = new Story({ verdict: 'fail' })
  story.phase('before', (all) => all.edit('d1.1', 'gone').edit('d1.2', 'kept').server(['d1.1', 'd1.2']))
  story.phase('disaster', (all) =>
    all.step('disaster.1', (step) => step.strike().injures('zeroPages', [{ kind: 'volume', volume: 'san' }])),
  )
  story.phase('recovery', recovers)
  const { lives } = pageOf(story.ends(atEnd).entries, story.judged())
  const told = (record: string) =>
    lives
      .filter((life) => life.record === record)
      .flatMap(({ events }) => events.slice(events.findIndex(({ sign }) => sign === 'injury') + 1))
      .map(({ sign, text }) => `${sign}: ${text}`)
  return { gone: told('gone'), kept: told('kept') }
}

test('a restore that brought nothing of a record back says so, and is no good news for it', () => {
  const { gone, kept } = livesOf((all) => all.tell(restore({})), ['d1.2'])
  expect(gone.slice(0, 2)).toEqual([
    'in vain: restored from edge: nothing of this record came back',
    'not shown: the server no longer shows it',
  ])
  expect(kept[0]).toBe('recovery: restored from edge')
})

test('of two restores, the one that brought it back is good news', () => {
  const { gone } = livesOf(
    (all) =>
      all
        .tell(restore({ from: 'copy', copy: 'c1' }))
        .server([])
        .tell(restore({}))
        .server(['d1.1', 'd1.2']),
    ['d1.1', 'd1.2'],
  )
  expect(gone.filter((line) => line.includes('restored'))).toEqual([
    'in vain: restored from c1: nothing of this record came back',
    'recovery: restored from edge',
  ])
})

test('a refusal is a refusal, and a restore of others is not in its life', () => {
  const { gone } = livesOf(
    (all) =>
      all
        .tell(restore({ from: 'copy', state: 'refused', because: 'there is no copy to restore' }))
        .tell(restore({ collection: 'photos' }))
        .tell(restore({ accounts: ['somebody else'] })),
    ['d1.2'],
  )
  expect(gone.filter((line) => /restore/.test(line))).toEqual(['refused: copy is refused: there is no copy to restore'])
})
