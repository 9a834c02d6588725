import { describe, expect, test } from 'vitest'
import { historyOf } from '../history/index.ts'
import type { BreachEntry, ExpectationEntry, PlannedStep } from '../ledger/index.ts'
import { sideEffectsOf } from './side-effects.ts'
import { Story, struck, withCompany } from './testing/story.ts'

const COMPANY = 'd1.100'

describe('expectations', () => {
  const losing = (breach: object) => {
    const breaches = [{ promise: 'nothingAcknowledgedIsLost', findings: ['unrecoverable'], ...breach }]
    const story = withCompany(new Story({ verdict: 'fail', breaches })).phase('before', (told) =>
      told.edit('d1.1', 'r1').server([COMPANY, 'd1.1']),
    )
    story.strike().injures('powerCycle', [{ kind: 'device', device: 'd1' }])
    return story.server([COMPANY]).ends([COMPANY]).judged().expectation
  }

  test.each([
    ['as described', {}, []],
    ['by another', { by: 'zeroPages' }, ['expected by zeroPages, r1 was by powerCycle']],
    ['by the right one', { by: 'powerCycle' }, []],
    ['in the right act', { acknowledged: 'before' }, []],
    ['in another act', { acknowledged: 'disaster' }, ['expected to be acknowledged in disaster, r1 was in before']],
    ['in these collections', { collections: ['notes'] }, []],
    ['in other collections too', { collections: ['notes', 'tasks'] }, ['expected in notes, tasks, found in notes']],
    ['in this share', { share: [0.4, 0.6] }, []],
    ['in a smaller share', { share: [0.1, 0.2] }, ['found 50.0% (1 of 2)']],
    ['in a greater share', { share: [0.6, 1] }, ['found 50.0% (1 of 2)']],
    ['by another finding', { findings: ['lost'] }, ['expected, and not found', 'not expected, found 1']],
  ])('%s', (_, breach, mismatches) => {
    const { state, mismatches: said } = losing(breach)
    expect(said).toHaveLength(mismatches.length)
    for (const [place, mismatch] of mismatches.entries()) expect(said[place]).toContain(mismatch)
    expect(state).toBe(mismatches.length === 0 ? 'as expected' : 'not as expected')
  })

  test('an injury is blamed for what was sent before it and heard of after it, unless something later can be', () => {
    const blamed = (later: 'nothing' | 'an injury' | 'a step', kind: 'fault' | 'damage' = 'fault') => {
      const story = withCompany().edit('d1.1', 'r1', { outcome: 'unsent' })
      const attempt = { op: 'op-2', attempt: 1 } as const
      story.injures('slowLink', [], 'effect', 'fault').tell({ is: 'sent', ...attempt, device: 'd1', key: 'op-2' })
      story.injures('pauseService', [], 'effect', kind).tell({ is: 'answered', ...attempt, outcome: 'acked' })
      if (later === 'an injury') story.injures('killService', [], 'effect', 'fault')
      if (later === 'a step') story.step('recovery.1')
      const [promise] = story.server([COMPANY]).ends([COMPANY]).judged().promises
      return promise?.findings.map(({ record, cause }) => `${record} by ${cause?.by}`)
    }
    expect(blamed('nothing')).toEqual(['r1 by pauseService'])
    expect(blamed('an injury')).toEqual(['r1 by killService'])
    expect(blamed('a step')).toEqual(['r1 by recovery.1'])
    expect(blamed('a step', 'damage')).toEqual(['r1 by pauseService'])
  })

  test('an optional breach may or may not occur; what nobody expected may not', () => {
    const optional = { promise: 'deletedStaysDeleted', findings: ['resurrected'], optional: true } as const
    const breaches = [{ promise: 'nothingAcknowledgedIsLost', findings: ['unrecoverable'] }, optional]
    const story = (back: boolean, expected = breaches) => {
      const told = struck(withCompany(new Story({ verdict: 'fail', breaches: expected }))).edit('d1.1', 'r1')
      told.edit('d1.2', 'r2').edit('d1.3', 'r2', { on: ['d1.2'], delete: true })
      return told.ends(back ? [COMPANY, 'd1.2'] : [COMPANY]).judged().expectation.state
    }
    expect([story(true), story(false), story(true, breaches.slice(0, 1))]).toEqual([
      'as expected',
      'as expected',
      'not as expected',
    ])
  })

  describe('what a step brings with it', () => {
    const undone = { promise: 'deletedStaysDeleted', findings: ['resurrected'] }
    const restore: PlannedStep = {
      id: 'recovery.1',
      act: 'recovery',
      name: 'restore',
      label: 'restore(nightly)',
      takes: true,
      sideEffects: [undone],
    }
    const another: PlannedStep = { ...restore, id: 'recovery.2', name: 'replace', sideEffects: [] }
    const lost: BreachEntry = { promise: 'nothingAcknowledgedIsLost', by: 'restore' }
    /** `r1` is lost and the deleted `r2` is back, taken and brought back by the step that is told. */
    const restored = ({
      steps = [restore],
      breaches = [lost],
      verdict = 'fail',
      by = 'recovery.1',
    }: Partial<ExpectationEntry> & { readonly steps?: readonly PlannedStep[]; readonly by?: string } = {}) => {
      const told = new Story({ verdict, ...(verdict === 'fail' && { breaches }) })
      const none = { services: [], volumes: [], domains: [], links: [], clients: [], backups: [], devices: [] } as const
      const story = struck(withCompany(told.tell({ is: 'plan', plan: { ...none, accounts: [], steps } })))
      story
        .edit('d1.1', 'r1')
        .edit('d1.2', 'r2')
        .edit('d1.3', 'r2', { on: ['d1.2'], delete: true })
      story.server([COMPANY, 'd1.1']).step('recovery.1')
      if (by === 'recovery.2') story.server([COMPANY]).step('recovery.2')
      return story.ends([COMPANY, 'd1.2']).judged().expectation
    }
    const back = 'deletedStaysDeleted: resurrected: not expected, found 1: '

    test('is as expected of an arm that is to fail by it', () => {
      expect(restored()).toMatchObject({ state: 'as expected', mismatches: [] })
    })

    test.each<[string, Parameters<typeof restored>[0]]>([
      ['of a step that declares nothing', { steps: [{ ...restore, sideEffects: [] }] }],
      ['of another step than the one that declares it', { steps: [restore, another], by: 'recovery.2' }],
      ['of another promise', { steps: [{ ...restore, sideEffects: [{ ...undone, promise: 'noDuplicates' }] }] }],
      ['of another finding', { steps: [{ ...restore, sideEffects: [{ ...undone, findings: ['diverged'] }] }] }],
      ['where the drill refuses it', { breaches: [lost, { promise: 'deletedStaysDeleted', refused: true }] }],
      ['where it refuses the finding', { breaches: [lost, { ...undone, refused: true }] }],
    ])('is not %s', (_, change) => {
      const { state, mismatches } = restored(change)
      expect(state).toBe('not as expected')
      expect(mismatches.map((mismatch) => mismatch.slice(0, back.length))).toEqual([back])
    })

    test.each(['step', 'injury'] as const)('is that of a cause by %s, and of no step that failed', (kind) => {
      const history = historyOf([])
      const none = { services: [], volumes: [], domains: [], links: [], clients: [], backups: [], devices: [] } as const
      history.plan = { ...none, accounts: [], steps: [restore] }
      const isSideEffect = sideEffectsOf(history)
      const cause = { by: 'restore', step: 'recovery.1', at: 1 }
      const finding = { promise: 'deletedStaysDeleted', finding: 'resurrected', because: '', lines: [] }
      expect(isSideEffect({ ...finding, cause: { ...cause, kind } })).toBe(true)
      expect(isSideEffect({ ...finding, cause: { ...cause, kind: 'failed step' } })).toBe(false)
      expect(isSideEffect(finding)).toBe(false)
    })

    test('excuses no arm that is to pass', () => {
      expect(restored({ verdict: 'pass' }).mismatches).toEqual(['expected to pass, and it failed'])
    })

    test('excuses nothing that the service did by itself', () => {
      const alone = restored({ steps: [{ ...restore, name: 'work', takes: undefined as never }, another] })
      expect(alone.mismatches.join()).toContain(back)
    })
  })

  test('a breach without findings is any finding of its promise', () => {
    const found = losing({ findings: undefined, by: 'powerCycle' })
    expect(found).toMatchObject({ state: 'as expected', expected: 'fails: nothingAcknowledgedIsLost' })
    expect(losing({ findings: undefined, promise: 'noDuplicates' }).mismatches[0]).toBe(
      'noDuplicates: expected, and not found',
    )
  })

  test('a failing arm that passes, a passing arm that fails, and the right doubt', () => {
    expect(
      withCompany(new Story({ verdict: 'fail', breaches: [] }))
        .ends([COMPANY])
        .judged().expectation.state,
    ).toBe('not as expected')
    expect(withCompany().edit('d1.1', 'r1').ends([COMPANY]).judged().expectation.state).toBe('not as expected')
    const doubting = (because: string) =>
      withCompany(new Story({ verdict: 'inconclusive', because }))
        .injures('cutLink', [], 'nothing')
        .ends([COMPANY])
        .judged().expectation.state
    expect([doubting('fault had no effect'), doubting('did not quiesce')]).toEqual(['as expected', 'not as expected'])
  })

  test('an arm that was to pass and failed has failed, whatever else is doubtful', () => {
    const doubtful = () => withCompany().injures('cutLink', [], 'nothing')
    const failed = doubtful().edit('d1.1', 'r1').ends([COMPANY]).judged().expectation.mismatches
    expect(failed).toEqual(['expected to pass, and it failed'])
    const [unproven] = doubtful().ends([COMPANY]).judged().expectation.mismatches
    expect(unproven).toContain('expected to pass, and it proved nothing: fault had no effect')
  })
})
