import { expect, test } from 'vitest'
import { againstPromises } from './charts.ts'
import { madeUpPage } from '../testing/made-up.ts'

test('a collection that nobody read at the end is unknown, in loss and in time', () => {
  const { report, page } = madeUpPage({ operations: 10 })
  const [{ judgement } = {}] = report.arms
  if (!judgement) throw new Error('it was not judged')
  const shown = (recoveryPoint: typeof judgement.metrics.recoveryPoint) => {
    const metrics = { ...judgement.metrics, recoveryPoint, recoveryTime: { notes: {} } }
    const table = againstPromises({ ...judgement, metrics }, page).toString()
    return [...table.matchAll(/<td class="number"[^>]*>([^<]*)</g)].map(([, cell]) => cell?.trim())
  }
  expect(shown({}).slice(0, 5)).toEqual(['unknown', '', 'unknown', 'unknown', 'unknown'])
  expect(shown({ notes: { ms: 0, lost: 0, of: 2 } }).slice(0, 3)).toEqual(['none lost', '0 of 2 (0 %)', 'never'])
})
