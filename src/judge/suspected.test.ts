import { expect, test } from 'vitest'
import { type Story, withCompany } from './testing/story.ts'

const COMPANY = 'd1.100'

/** One record, killed then, another record; the server shows neither, or the first only, before the kill. */
const judged = (readBack: readonly string[]) => {
  const story = withCompany()
    .edit('d1.1', 'r1')
    .server([COMPANY, ...readBack], { when: 'read back' })
  story.strike().injures('killService', [], 'effect', 'fault').edit('d1.2', 'r2')
  const aside = (told: Story) => told.view({ kind: 'aside', account: 'a1', device: 'd1' }, ['d1.1', 'd1.2'])
  return aside(story.server([COMPANY]))
    .ends([COMPANY])
    .judged()
}

test('where records were missing before anything struck, what was never shown is not blamed on the drill', () => {
  const { sentence, promises, doubts } = judged([])
  const causes = promises.flatMap(({ findings }) => findings).map(({ record, cause }) => [record, cause?.kind])
  expect(causes).toEqual([
    ['r1', 'before anything struck'],
    ['r2', 'before anything struck'],
  ])
  const [missing, lost] = ['was missing before anything struck: check the adapter first', '1 is lost']
  expect([sentence, doubts.map(({ kind }) => kind)]).toEqual([
    `1 of 3 acknowledged records ${missing}; ${lost}`,
    ['the service was already unwell'],
  ])
})

test('where all was well before, causes stay as they are', () => {
  const causes = judged(['d1.1'])
    .promises.flatMap(({ findings }) => findings)
    .map(({ record, cause }) => [record, cause?.by])
  expect(causes).toEqual([
    ['r1', 'killService'],
    ['r2', 'the service itself'],
  ])
})
