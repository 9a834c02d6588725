import { expect, test } from 'vitest'
import { foundIn, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
const sync = { is: 'service', service: 'sync', version: '1' } as const

test('a service that was up and ends by itself is found, with how it ended', () => {
  const story = withCompany()
    .tell({ ...sync, state: 'started' })
    .tell({ ...sync, state: 'failed', exit: { code: 1 } })
  const judged = story.ends([COMPANY]).judged()
  expect([judged.sentence, foundIn(judged)]).toEqual(['sync ended by itself: exit code 1', ['ended by itself']])
})

test('one that never came up has not ended: the run could not begin', () => {
  const story = withCompany().tell({ ...sync, state: 'failed', because: "its program 'pyton3' is not there" })
  expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
})
