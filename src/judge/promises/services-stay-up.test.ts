import { expect, test } from 'vitest'
import { foundIn, Story, withCompany } from '../testing/story.ts'

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

test('one that was started on a disk that the drill had taken has not ended by itself', () => {
  const service = { name: 'sync', versions: ['1'], start: '1', data: { rows: 'san' }, domains: [] }
  const none = { volumes: [], domains: [], links: [], clients: [], backups: [], devices: [], accounts: [] }
  const ended = (happens: (story: Story) => unknown) => {
    const plan = { ...none, services: [service], steps: [] }
    const story = withCompany(new Story().tell({ is: 'plan', plan })).tell({ ...sync, state: 'started' })
    happens(story)
    return foundIn(
      story
        .tell({ ...sync, state: 'failed' })
        .ends([COMPANY])
        .judged(),
    )
  }
  const destroyed = (story: Story, volume = 'san') => story.injures('destroy', [{ kind: 'volume', volume }])
  const renewed = (story: Story) => destroyed(story).tell({ is: 'replaced', what: 'san', kind: 'volume' })
  expect([ended(destroyed), ended(renewed), ended((story) => destroyed(story, 'vault'))]).toEqual([
    [],
    ['ended by itself'],
    ['ended by itself'],
  ])
})
