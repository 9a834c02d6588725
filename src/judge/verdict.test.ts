import { describe, expect, test } from 'vitest'
import { doubtInWords } from './doubts/index.ts'
import { foundIn, Story, struck, withCompany } from './testing/story.ts'
import type { Plan } from '../ledger/index.ts'

const COMPANY = 'd1.100'
const SAN = [{ kind: 'volume', volume: 'san' }] as const
const listing = (promise: string, terms: Record<string, number | readonly string[]> = {}) =>
  new Story({ verdict: 'pass' }, [[promise, terms]])
const verdictOf = (story: Story, promise: string) => story.judged().promises.find((one) => one.promise === promise)

describe('a run proves nothing', () => {
  const doubts: readonly (readonly [what: string, doubt: string, tell: () => Story])[] = [
    [
      'without an end',
      'the ledger has no end',
      () => {
        const story = withCompany().ends([COMPANY])
        story.entries.pop()
        return story
      },
    ],
    [
      'when it was broken off',
      'the run was broken off',
      () =>
        withCompany()
          .tell({ is: 'quiesced', state: 'quiet' })
          .server([COMPANY], { when: 'final' })
          .tell({ is: 'end', state: 'aborted', because: 'Ctrl-C', counts: {} }),
    ],
    [
      'when its ground was lost, whatever was read last',
      'environment: the engine went away',
      () =>
        withCompany()
          .tell({ is: 'quiesced', state: 'quiet' })
          .server([], { when: 'final' })
          .tell({ is: 'end', state: 'ground lost', because: 'the engine went away', counts: {} }),
    ],
    [
      'when it did not come to rest',
      'did not quiesce',
      () => withCompany().tell({ is: 'quiesced', state: 'timed out' }).server([COMPANY], { when: 'final' }).over(),
    ],
    [
      'when a fault had no effect',
      'fault had no effect',
      () => withCompany().strike().injures('cutLink', [], 'nothing').ends([COMPANY]),
    ],
    [
      'when a moment never came',
      'the moment never came',
      () =>
        withCompany()
          .tell({ is: 'moment', step: 'disaster.1', service: 'sync', milestone: 'half done', state: 'never' })
          .ends([COMPANY]),
    ],
    [
      'when the same build ran before and after an upgrade',
      'vacuous upgrade',
      () =>
        withCompany()
          .tell({ is: 'build', step: 'disaster.1', service: 'sync', when: 'before', told: 'v1' })
          .tell({ is: 'build', step: 'disaster.1', service: 'sync', when: 'after', because: 'it was killed' })
          .tell({ is: 'build', step: 'disaster.1', service: 'sync', when: 'after', told: 'v1' })
          .ends([COMPANY]),
    ],
    [
      'when nobody looked at an injury',
      'fault had no effect',
      () => {
        const story = withCompany().injures('cutLink').ends([COMPANY])
        story.entries.splice(
          story.entries.findIndex(({ is }) => is === 'witness'),
          1,
        )
        return story
      },
    ],
    [
      'when a fault could not be healed',
      'was not healed',
      () =>
        withCompany()
          .injures('cutLink', [], 'effect', 'fault')
          .tell({
            is: 'injury',
            injury: 'cutLink',
            step: 's',
            name: 'cutLink',
            kind: 'fault',
            on: [],
            settings: {},
            state: 'residue',
          })
          .ends([COMPANY]),
    ],
    [
      'when nothing was acknowledged',
      'nothing to judge',
      () => new Story().edit('d1.1', 'r1', { outcome: 'indeterminate' }).ends(['d1.1']),
    ],
    [
      'when nothing survived',
      'nothing to judge',
      () =>
        new Story()
          .edit('d1.1', 'r1')
          .edit('d1.2', 'r1', { on: ['d1.1'], delete: true, outcome: 'indeterminate' })
          .ends([]),
    ],
    [
      'when the server was never read',
      'the server was never read',
      () => withCompany().tell({ is: 'quiesced', state: 'quiet' }).device('d1', [COMPANY]).over(),
    ],
    [
      'when it was unwell before',
      'the service was already unwell',
      () =>
        withCompany()
          .edit('d1.1', 'r1', { outcome: 'acked' })
          .server([COMPANY], { when: 'read back' })
          .ends([COMPANY, 'd1.1']),
    ],
    [
      'when a promise is unknown',
      'does not know',
      () => listing('everybodyIsHappy').edit(COMPANY, 'company').ends([COMPANY]),
    ],
  ]
  test.each(doubts)('%s: %s', (_, doubt, tell) => {
    const { verdict, doubts: said } = tell().judged()
    expect([verdict, said.map(doubtInWords).some((one) => one.includes(doubt))]).toEqual(['inconclusive', true])
  })

  test('when there was nobody to come to rest with: of an arm that expects a service to end it proves enough', () => {
    const story = (verdict: 'running' | 'ended') => {
      const breaches = [{ promise: 'servicesStayUp', findings: ['ended by itself'] }]
      const told = withCompany(new Story({ verdict: 'fail', breaches }))
      told.tell({ is: 'service', service: 'sync', version: '1', state: 'started' })
      told.tell({ is: 'service', service: 'sync', version: '1', state: 'failed', exit: { code: 1 } })
      if (verdict === 'running') told.tell({ is: 'service', service: 'sync', version: '1', state: 'started' })
      told.tell({ is: 'quiesced', state: 'timed out' }).server([COMPANY], { when: 'final' }).over()
      return told.judged().expectation.state
    }
    expect([story('ended'), story('running')]).toEqual(['as expected', 'not as expected'])
  })

  test('when a collection that a client carries was never tried', () => {
    const plan: Plan = {
      services: [],
      volumes: [],
      domains: [],
      links: [],
      backups: [],
      devices: [],
      accounts: [],
      steps: [],
      clients: [{ name: 'api', service: 'sync', carries: ['notes', 'photos'] }],
    }
    const { verdict, doubts: said } = withCompany(new Story().tell({ is: 'plan', plan }))
      .ends([COMPANY])
      .judged()
    expect([verdict, said.map(doubtInWords)]).toEqual(['inconclusive', ['nothing to judge: nobody edited photos']])
  })

  test('when the ledger is not as it was written; and what is found is named all the same', () => {
    const chain = { state: 'broken', line: 7, because: 'a line is missing' } as const
    expect(withCompany().ends([COMPANY]).judged(chain).verdict).toBe('inconclusive')
    const lossy = struck().edit('d1.1', 'r1').ends([COMPANY]).judged(chain)
    expect([lossy.verdict, foundIn(lossy), lossy.doubts.map(doubtInWords)[0]]).toEqual([
      'fail',
      ['unrecoverable r1'],
      'the ledger is broken at line 7: a line is missing',
    ])
  })
})

describe('promises', () => {
  test('recoveryTime: from the strike until a collection is shown again, and stays', () => {
    const timed = (limit: number) =>
      listing('recoveryTime', { notes: limit })
        .edit(COMPANY, 'company')
        .strike()
        .injures('destroy', SAN)
        .server([], { state: 'unreadable' })
        .server([], { unread: ['notes'] })
        .server([COMPANY])
        .ends([COMPANY])
    const { all = 0 } = timed(1).judged().metrics.recoveryTime.notes ?? {}
    expect(all).toBeGreaterThan(3)
    expect(foundIn(timed(all).judged())).toEqual([])
    expect(foundIn(timed(all - 1).judged())).toEqual(['late'])
    const never = listing('recoveryTime', { notes: 9_999 })
      .edit(COMPANY, 'company')
      .edit('d1.1', 'r1')
      .strike()
      .ends([COMPANY])
    expect(foundIn(never.judged())).toContain('never')
  })

  const opening = (story: Story, one: 'notes' | 'tasks', validated = true) => {
    if (validated) story.tell({ is: 'door', service: 'sync', collections: [one], state: 'validated', rows: 1 })
    story.tell({ is: 'door', service: 'sync', collections: [one], state: 'opened' })
    return story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'opened', collection: one })
  }
  const restoring = (promise: string, terms: Record<string, readonly string[]> = {}) =>
    listing(promise, terms)
      .edit(COMPANY, 'company')
      .tell({ is: 'door', service: 'sync', collections: ['notes', 'tasks'], state: 'closed' })
      .tell({ is: 'restore', step: 'r', from: 'copy', state: 'begin' })

  test('restoredInOrder: a collection that was opened too early', () => {
    const order = { order: ['notes', 'tasks'] }
    expect(
      foundIn(
        opening(opening(restoring('restoredInOrder', order), 'notes'), 'tasks')
          .ends([COMPANY])
          .judged(),
      ),
    ).toEqual([])
    expect(
      foundIn(
        opening(opening(restoring('restoredInOrder', order), 'tasks'), 'notes')
          .ends([COMPANY])
          .judged(),
      ),
    ).toEqual(['inversion'])
    expect(
      verdictOf(listing('restoredInOrder', order).edit(COMPANY, 'company').ends([COMPANY]), 'restoredInOrder')?.verdict,
    ).toBe('inconclusive')
  })

  test('validatedBeforeServing: opened, or shown to a device, before it was validated', () => {
    const promise = 'validatedBeforeServing'
    expect(foundIn(opening(restoring(promise), 'notes').ends([COMPANY]).judged())).toEqual([])
    expect(foundIn(opening(restoring(promise), 'notes', false).ends([COMPANY]).judged())).toEqual([
      'served unvalidated',
    ])
    const early = restoring(promise).device('d1', [COMPANY], { when: 'sync' })
    expect(foundIn(opening(early, 'notes').ends([COMPANY]).judged())).toEqual(['served unvalidated'])
  })

  test('backupsTellTheTruth: what claimed to be good is restored and compared', () => {
    const copying = (finding: 'sound' | 'unusable', rows: readonly string[], gone = false) => {
      const story = listing('backupsTellTheTruth').edit(COMPANY, 'company').edit('d1.1', 'r1')
      story.tell({ is: 'copy', backup: 'b', copy: 'b/1', volume: 'san', state: 'begin' })
      story.tell({ is: 'copy', backup: 'b', copy: 'c', volume: 'san', state: 'claimed ok' })
      if (gone) story.strike().injures('destroy', SAN)
      if (finding === 'sound') story.view({ kind: 'copy', account: 'a1', copy: 'c' }, rows)
      return foundIn(story.tell({ is: 'clean room', copy: 'c', finding }).ends([COMPANY, 'd1.1']).judged())
    }
    expect(copying('sound', [COMPANY, 'd1.1'])).toEqual([])
    expect(copying('sound', [COMPANY])).toEqual(['incomplete'])
    expect(copying('sound', [])).toEqual(['empty'])
    expect(copying('unusable', [])).toEqual(['unusable'])
    expect(copying('unusable', [], true)).toEqual([])
  })

  test('a waived promise is judged, and breaks nothing', () => {
    const story = new Story().tell({
      is: 'promise',
      promise: 'deletedStaysDeleted',
      claim: '',
      terms: {},
      waived: true,
    })
    story
      .edit(COMPANY, 'company')
      .edit('d1.1', 'r1')
      .edit('d2.1', 'r1', { on: ['d1.1'], delete: true })
      .ends([COMPANY, 'd1.1'])
    expect([story.judged().verdict, foundIn(story.judged())]).toEqual(['pass', ['resurrected r1']])
  })
})

describe('a record counts', () => {
  test('as acknowledged by the first acknowledgement, whatever comes later', () => {
    const story = listing('recoveryPoint', { withinMs: 1_000 }).edit(COMPANY, 'company').edit('d1.1', 'r1')
    story.passes(5_000).again('d1.1', 'acked').edit('d1.101', 'other').strike()
    story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'end' })
    expect(foundIn(story.ends([COMPANY, 'd1.101']).judged())).toEqual(['unrecoverable r1'])
  })

  test('as unread where only its collection was closed at the end', () => {
    const story = withCompany().edit('d1.1', 'r1', { collection: 'tasks' }).tell({ is: 'quiesced', state: 'quiet' })
    const { verdict, doubts, fates } = story
      .server([COMPANY], { when: 'final', unread: ['tasks'] })
      .over()
      .judged()
    expect([verdict, fates]).toEqual(['inconclusive', { durable: 1, unverified: 1 }])
    expect(doubts.map(doubtInWords)).toEqual(['1 acknowledged record was not read at the end, r1 first'])
  })
})
