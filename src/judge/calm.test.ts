import fc from 'fast-check'
import { expect, test } from 'vitest'
import { historyOf, type History } from '../history/index.ts'
import { assess, type Assessed } from './assess.ts'
import { CalmRecords } from './calm.ts'
import { Finals } from './finals.ts'
import { plots, storyOf } from './testing/random-story.ts'

/** All that promises, doubts and measures are examined by. */
function saidIn({ totals, troubled, flags, unwell, copies }: Assessed, { copies: taken }: History) {
  return { totals, troubled, flags, unwell, copies: taken.map((copy) => copies.of(copy)) }
}

const calmIn = (finals: Finals): readonly number[] => {
  const calm = new CalmRecords(finals)
  return Array.from({ length: finals.history.records.count }, (_, place) => place + 1).filter((one) => calm.isCalm(one))
}

test('numbers alone say what the rules say, whatever happened', () => {
  fc.assert(
    fc.property(plots, (plot) => {
      const history = historyOf(storyOf(plot).entries)
      for (const finals of [Finals.ofAudit(history), new Finals(history, new Map(history.views.entries()))]) {
        const [fast, plain] = [assess(finals), assess(finals, { byRules: true })]
        expect(saidIn(fast, history)).toEqual(saidIn(plain, history))
      }
    }),
    { numRuns: 1_000 },
  )
})

test('and they are asked: many of these stories have records that are plainly well, and others', () => {
  const stories = fc.sample(plots, 200).map((plot) => Finals.ofAudit(historyOf(storyOf(plot).entries)))
  const mixed = stories.filter((finals) => {
    const calm = calmIn(finals).length
    return calm > 0 && calm < finals.history.records.count
  })
  expect(mixed.length).toBeGreaterThan(20)
  const edited = stories.flatMap((finals) =>
    calmIn(finals).filter((record) => finals.case(record).versions.length > 1 && finals.case(record).rows.length > 0),
  )
  expect(edited.length).toBeGreaterThan(20)
})
