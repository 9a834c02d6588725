import { expect, test } from 'vitest'
import { withCompany } from '../testing/story.ts'

const doubtsOf = (comes: boolean) => {
  const story = withCompany().tell({ is: 'step', step: 'disaster.1', state: 'begin' })
  const moment = { is: 'moment', step: 'disaster.1', service: 'sync', milestone: 'half done' } as const
  story.tell({ ...moment, state: comes ? 'came' : 'never' })
  story.tell({ is: 'step', step: 'disaster.1', state: 'failed', because: 'nobody migrates' })
  return story
    .ends(['d1.100'])
    .judged()
    .doubts.map(({ kind }) => kind)
}

test('a step whose moment never came is told of once; one that fails otherwise has failed', () => {
  expect(doubtsOf(false)).toEqual(['the moment never came'])
  expect(doubtsOf(true)).toEqual(['a step failed'])
})
