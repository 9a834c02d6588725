import { expect, test } from 'vitest'
import type { Entry } from '../../ledger/index.ts'
import { type Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
type State = Extract<Entry, { readonly is: 'service' }>['state']

const event = (story: Story, state: State) =>
  story.tell({
    is: 'service',
    service: 'sync',
    version: 'v1',
    state,
    ...(state === 'failed' && { exit: { code: 3 }, tail: ['no disk'] }),
  })

const said = (states: readonly State[], inAudit: readonly State[] = []) => {
  const story = states.reduce(event, withCompany())
  story.phase('audit', (told) => inAudit.reduce(event, told))
  return story
    .ends([COMPANY])
    .judged()
    .services.map(({ atEnd, ends }) => `${atEnd}, ${ends.length} ends`)
}

test('of a service that runs and never ended by itself nothing is to be said', () => {
  expect(said(['started'])).toEqual([])
  expect(said(['started', 'paused', 'resumed'])).toEqual([])
  expect(said(['started', 'killed', 'replaced'])).toEqual([])
})

test('one that does not run when the audit begins is said not to, whoever ended it', () => {
  expect(said(['started', 'paused'])).toEqual(['paused, 0 ends'])
  expect(said(['started', 'stopped'])).toEqual(['not running, 0 ends'])
  expect(said(['started', 'killed'], ['started'])).toEqual(['not running, 0 ends'])
  expect(said(['started', 'failed'])).toEqual(['not running, 1 ends'])
})

test('each end that nobody asked for is said, though it runs again; what ends after the run is not', () => {
  expect(said(['started', 'failed', 'started', 'failed', 'started'])).toEqual(['running, 2 ends'])
  const story = event(withCompany(), 'started').ends([COMPANY])
  expect(event(story, 'failed').judged().services).toEqual([])
})

test('with how it ended, and its last words', () => {
  const [service] = event(event(withCompany(), 'failed'), 'started').ends([COMPANY]).judged().services
  expect(service?.ends.map(({ because, tail }) => [because, tail])).toEqual([['exit code 3', ['no disk']]])
})

test('what a run that was broken off takes down had run until then', () => {
  const broken = (before: readonly State[]) => {
    const story = before.reduce(event, event(withCompany(), 'started'))
    story.tell({ is: 'phase', phase: 'adopt', state: 'broken off' })
    return event(story, 'killed').over().judged().services
  }
  expect(broken([])).toEqual([])
  expect(broken(['failed'])).toEqual([expect.objectContaining({ atEnd: 'not running' })])
})
