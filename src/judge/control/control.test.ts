import { describe, expect, test } from 'vitest'
import type { Case } from '../case.ts'
import { Collector } from '../collect.ts'
import { controlOf } from './index.ts'
import { evaluate } from '../evaluate.ts'
import type { Planted } from './plants.ts'
import { Story, withCompany } from '../testing/story.ts'

const COMPANY = 'd1.100'
const SAN = [{ kind: 'volume', volume: 'san' }] as const

describe('the negative control', () => {
  const tried = (apply: (its: Case) => Planted) => {
    const collector = new Collector()
    for (const entry of withCompany().edit('d1.1', 'r1').ends([COMPANY, 'd1.1']).entries) collector.take(entry)
    const { mutants } = controlOf(collector.case, evaluate(collector.case), [{ mutant: 'planted', apply }])
    return mutants[0]?.state
  }
  const without = (its: Case, ...records: readonly string[]): Case => ({
    ...its,
    finals: its.finals.map((view) => ({
      ...view,
      rows: view.rows.filter(({ record = '' }) => !records.includes(record)),
    })),
  })
  const lost = { verdict: 'fail', finding: ['unrecoverable'] } as const

  test('is not satisfied with a damage that was not named, or named as another, or on more than it was done to', () => {
    expect(tried((its) => ({ its: without(its, 'r1'), record: 'r1', expect: lost }))).toBe('named')
    expect(tried((its) => ({ its, record: 'r1', expect: lost }))).toBe('missed')
    expect(tried((its) => ({ its, expect: { verdict: 'inconclusive' } }))).toBe('missed')
    expect(tried((its) => ({ its: without(its, 'company'), record: 'r1', expect: lost }))).toBe('missed')
    expect(tried((its) => ({ its: without(its, 'r1', 'company'), record: 'r1', expect: lost }))).toBe('missed')
  })

  const rich = () => {
    const story = new Story({ verdict: 'pass' }, [
      ['nothingAcknowledgedIsLost', {}],
      ['restoredInOrder', { order: ['notes', 'tasks'] }],
      ['validatedBeforeServing', {}],
    ])
    story
      .edit('d1.100', 'company')
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
    story.edit('d1.3', 'r2').edit('d1.4', 'r2', { on: ['d1.3'], delete: true })
    story
      .edit('d1.5', 'r3', { class: 'scores', score: 1 })
      .edit('d1.6', 'r3', { class: 'scores', score: 2, on: ['d1.5'] })
    story.edit('d9.1', 'r9', { account: 'a2' }).server(['d9.1'], { account: 'a2', when: 'final' })
    story
      .strike()
      .injures('destroy', SAN)
      .tell({ is: 'door', service: 'sync', classes: ['notes', 'tasks'], state: 'closed' })
    story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'begin' })
    for (const one of ['notes', 'tasks'] as const) {
      story.tell({ is: 'door', service: 'sync', classes: [one], state: 'validated', rows: 1 })
      story.tell({ is: 'door', service: 'sync', classes: [one], state: 'opened' })
      story.tell({ is: 'restore', step: 'r', from: 'copy', state: 'opened', class: one })
    }
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
