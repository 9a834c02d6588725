import { describe, expect, test } from 'vitest'
import type { Entry } from '../../ledger/index.ts'
import type { Judgement } from '../judgement.ts'
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

describe('one that its supervisor starts again', () => {
  const again = { ...sync, state: 'started', by: 'supervisor' } as const
  const fails = { ...sync, state: 'failed', exit: { code: 1 } } as const
  const judged = (...entries: readonly Extract<Entry, { readonly is: 'service' }>[]) =>
    entries
      .reduce((story, entry) => story.tell(entry), withCompany().tell({ ...sync, state: 'started' }))
      .ends([COMPANY])
      .judged()
  const because = ({ promises }: Judgement) =>
    promises.flatMap(({ findings }) => findings.map((one) => [one.finding, one.because, one.lines?.length]))

  test('is found once, with how often that was; what came after somebody else had seen to it is found apart', () => {
    const first = judged(fails, again, fails, again)
    const words = 'sync ended by itself: exit code 1; its supervisor started it again 2 times'
    expect(because(first)).toEqual([['ended by itself', words, 2]])
    expect(first.sentence).toBe(words)
    expect(first.services).toEqual([expect.objectContaining({ startedAgain: 2, atEnd: 'running' })])
    const stop = [
      { ...sync, state: 'stopped' },
      { ...sync, state: 'started' },
    ] as const
    expect(because(judged(fails, again, ...stop, fails)).map(([, said]) => said)).toEqual([
      'sync ended by itself: exit code 1; its supervisor started it again once',
      'sync ended by itself: exit code 1',
    ])
  })

  test('has kept its promise where the drill had killed it, and is said to have come back by itself', () => {
    const back = judged({ ...sync, state: 'killed' }, again)
    expect([because(back), back.services]).toEqual([
      [],
      [{ service: 'sync', ends: [], startedAgain: 1, atEnd: 'running' }],
    ])
  })

  test('in vain, again and again, is a crash loop', () => {
    const gaveUp = { ...sync, state: 'given up', because: 'a crash loop: 5 times' } as const
    const loop = judged(fails, again, fails, fails, gaveUp)
    const words = 'sync ended by itself: exit code 1; its supervisor started it again once; a crash loop: 5 times'
    expect(because(loop)).toEqual([['crash loop', words, 2]])
    expect(loop.services).toEqual([expect.objectContaining({ gaveUp: 'a crash loop: 5 times', atEnd: 'not running' })])
    const killed = judged({ ...sync, state: 'killed' }, fails, fails, gaveUp)
    expect(because(killed)).toEqual([['crash loop', 'sync did not come up: exit code 1; a crash loop: 5 times', 1]])
  })
})

describe('one that was asked to end, and does not come up', () => {
  const service = { name: 'sync', versions: ['1'], start: '1', data: { rows: 'san' }, domains: [] }
  const none = { volumes: [], domains: [], links: [], clients: [], backups: [], devices: [], accounts: [] }
  const told = (state: 'started' | 'killed' | 'stopped' | 'failed') =>
    ({ ...sync, state, ...(state === 'failed' && { exit: { code: 3 }, tail: ['no disk'] }) }) as const
  const begun = () =>
    withCompany(new Story().tell({ is: 'plan', plan: { ...none, services: [service], steps: [] } })).tell(
      told('started'),
    )
  const injury = { is: 'injury', injury: 'i', step: 'disaster.1', kind: 'fault', on: ['sync'], settings: {} } as const
  const killed = (story: Story) =>
    story
      .tell({ ...injury, name: 'killService', state: 'begin' })
      .tell(told('killed'))
      .tell({ ...injury, name: 'killService', state: 'injected' })
  const judged = (story: Story) => story.ends([COMPANY]).judged()
  const found = (story: Story) => foundIn(judged(story))

  test('has not ended by itself, and is a finding of whoever had ended it', () => {
    const { sentence, promises, services } = judged(killed(begun()).tell(told('failed')).tell(told('started')))
    const [finding] = promises.flatMap(({ findings }) => findings)
    expect([finding?.finding, finding?.cause?.by, finding?.because]).toEqual([
      'did not come up',
      'killService',
      'sync did not come up: exit code 3; its last words: no disk',
    ])
    expect(sentence).toBe(finding?.because)
    expect(services.flatMap(({ ends }) => ends)).toEqual([expect.objectContaining({ isStart: true })])
  })

  test('is the failure of the step that had ended it, and told once', () => {
    const step = { is: 'step', step: 'disaster.2' } as const
    const upgraded = begun()
      .tell({ ...step, state: 'begin' })
      .tell(told('stopped'))
      .tell(told('failed'))
    upgraded.tell({ ...step, state: 'failed', because: 'no', exit: { code: 3 }, tail: ['no disk'] })
    const { sentence, promises } = judged(upgraded)
    expect(sentence).toBe('disaster.2 (disaster.2) failed: exit code 3, last words: no disk')
    const [finding] = promises.flatMap(({ findings }) => findings)
    expect([finding?.finding, finding?.cause?.step]).toEqual(['did not come up', 'disaster.2'])
  })

  test('once for each end, however often it is started in vain', () => {
    const once = killed(begun()).tell(told('failed')).tell(told('failed'))
    expect(found(once)).toEqual(['did not come up'])
    const twice = killed(killed(begun()).tell(told('failed')).tell(told('started'))).tell(told('failed'))
    expect(found(twice)).toEqual(['did not come up', 'did not come up'])
    const never = withCompany().tell(told('failed')).tell(told('failed'))
    expect(found(never)).toEqual([])
    expect(found(begun().tell(told('failed')).tell(told('failed')))).toEqual(['ended by itself'])
  })

  test('may do so on a disk that was damaged or taken, until another is in its place', () => {
    const damaged = (story: Story) => killed(story.injures('flipPages')).tell(told('failed'))
    expect(found(damaged(begun()))).toEqual([])
    const renewed = killed(begun().injures('flipPages').tell({ is: 'replaced', what: 'san', kind: 'volume' }))
    expect(found(renewed.tell(told('failed')))).toEqual(['did not come up'])
    const running = begun().injures('flipPages').tell(told('failed'))
    expect(found(running)).toEqual(['ended by itself'])
  })
})
