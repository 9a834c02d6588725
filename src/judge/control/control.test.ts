import { describe, expect, test } from 'vitest'
import { historyOf } from '../../history/index.ts'
import { assess } from '../assess.ts'
import { Finals } from '../finals.ts'
import { Story, withCompany } from '../testing/story.ts'
import { evaluate } from '../verdict.ts'
import { controlOf } from './index.ts'
import type { Mutant } from './mutants.ts'
import { damaged } from './plants.ts'

const COMPANY = 'd1.100'
const SAN = [{ kind: 'volume', volume: 'san' }] as const

describe('the negative control', () => {
  const tried = (apply: Mutant['apply']) => {
    const history = historyOf(withCompany().edit('d1.1', 'r1').ends([COMPANY, 'd1.1']).entries)
    const passed = evaluate(history, assess(Finals.ofAudit(history)))
    const { mutants } = controlOf(history, passed, [{ mutant: 'planted', apply }])
    return mutants[0]?.state
  }
  /** Judged with these records gone, by their place in the story. */
  const without =
    (...gone: readonly number[]): Mutant['apply'] =>
    (history, passed) => {
      const { finals } = passed
      const assessed = gone.reduce((all, record) => {
        const its = finals.case(record)
        const fate = { its, acked: its.acked, frontier: its.acked, fate: 'durable', losses: [] } as const
        return damaged(all, { ...fate, fresh: false, untouched: false, backMs: undefined, wasGone: false }, () => [])
      }, passed)
      return {
        history,
        assessed,
        record: 'r1',
        expect: { verdict: 'fail', finding: ['unrecoverable', 'gone before the strike'] },
      }
    }
  const [COMPANYS, R1] = [1, 2]

  test('is not satisfied with a damage that was not named, or named as another, or on more than it was done to', () => {
    expect(tried(without(R1))).toBe('named')
    expect(tried(without())).toBe('missed')
    expect(tried((history, assessed) => ({ history, assessed, expect: { verdict: 'inconclusive' } }))).toBe('missed')
    expect(tried(without(COMPANYS))).toBe('missed')
    expect(tried(without(R1, COMPANYS))).toBe('missed')
  })

  const rich = () => {
    const story = new Story({ verdict: 'pass' }, [
      ['nothingAcknowledgedIsLost', {}],
      ['restoredInOrder', { order: ['notes', 'tasks'] }],
      ['validatedBeforeServing', {}],
      ['announcementsAreTrue', {}],
    ])
    story
      .edit('d1.100', 'company')
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
    story.edit('d1.3', 'r2').edit('d1.4', 'r2', { on: ['d1.3'], delete: true })
    story
      .edit('d1.5', 'r3', { collection: 'scores', score: 1 })
      .edit('d1.6', 'r3', { collection: 'scores', score: 2, on: ['d1.5'] })
    story.edit('d9.1', 'r9', { account: 'a2' }).server(['d9.1'], { account: 'a2', when: 'final' })
    story
      .strike()
      .injures('destroy', SAN)
      .tell({ is: 'door', service: 'sync', collections: ['notes', 'tasks'], state: 'closed' })
    story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'begin' })
    for (const one of ['notes', 'tasks'] as const) {
      story.tell({ is: 'door', service: 'sync', collections: [one], state: 'validated', rows: 1 })
      story.tell({ is: 'door', service: 'sync', collections: [one], state: 'opened' })
      story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'opened', collection: one })
    }
    const claims = { kind: 'complete', of: ['scores'] } as const
    story.tell({ is: 'announcement', step: 'r', words: 'Scores are complete.', claims })
    return story.ends(['d1.100', 'd1.2', 'd1.6'])
  }

  test('names every damage that applies to a rich run', () => {
    const { control, verdict } = rich().judged()
    expect([verdict, control.mutants.filter(({ state }) => state !== 'named')]).toEqual(['pass', []])
    expect(control.mutants.length).toBeGreaterThanOrEqual(16)
  })

  test('says of a poor run what could not be planted', () => {
    const { control } = withCompany().ends([COMPANY]).judged()
    const not = control.mutants.filter(({ state }) => state === 'not applicable').map(({ mutant }) => mutant)
    expect(not).toContain('a deleted record is back')
    expect(not).toContain('a fault had no effect')
    expect(control.mutants.filter(({ state }) => state === 'missed')).toEqual([])
  })

  test('is not asked after a fail', () => {
    expect(withCompany().edit('d1.1', 'r1').ends([COMPANY]).judged().control.mutants).toEqual([])
  })
})
