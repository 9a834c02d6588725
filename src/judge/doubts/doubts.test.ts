import { describe, expect, test } from 'vitest'
import { judge } from '../judge.ts'
import { Story, withCompany } from '../testing/story.ts'
import { doubtInWords } from './index.ts'

const COMPANY = 'd1.100'
const said = (story: Story) => story.judged().doubts.map(doubtInWords)

describe('a recovery point is put to the test by what was written after the newest copy', () => {
  const NOBODY = 'nothing to judge: nobody edited between the newest copy and the strike'
  const listing = () =>
    new Story({ verdict: 'pass' }, [['recoveryPoint', { withinMs: 1_000 }]]).edit(COMPANY, 'company')
  const copied = (story: Story, state: 'claimed ok' | 'failed') =>
    story.tell({ is: 'copy', backup: 'b', copy: `c${story.entries.length}`, volume: 'san', state })
  const judged = (story: Story) => said(story.ends([COMPANY])).filter((one) => one === NOBODY)

  test('and before the strike', () => {
    const edited = (story: Story) => story.edit('d1.1', 'r1', { outcome: 'rejected' })
    expect(judged(copied(listing(), 'claimed ok').strike())).toEqual([NOBODY])
    expect(judged(edited(copied(listing(), 'claimed ok')).strike())).toEqual([])
    expect(judged(edited(copied(listing(), 'claimed ok').strike()))).toEqual([NOBODY])
  })

  test('a copy that failed is none, and one that was made afterwards is too late', () => {
    const edited = () => copied(listing(), 'claimed ok').edit('d1.1', 'r1', { outcome: 'rejected' })
    expect(judged(copied(edited(), 'failed').strike())).toEqual([])
    expect(judged(copied(edited(), 'claimed ok').strike())).toEqual([NOBODY])
    expect(judged(copied(edited().strike(), 'claimed ok'))).toEqual([])
  })

  test('where nothing struck, or no recovery point is promised, nobody asks', () => {
    expect(judged(copied(listing(), 'claimed ok'))).toEqual([])
    expect(judged(copied(withCompany(), 'claimed ok').strike())).toEqual([])
  })
})

describe('promises that are waived', () => {
  const WAIVED = 'nothing to judge: every promise is waived'
  const promising = (...waived: readonly boolean[]) => {
    const story = withCompany().ends([COMPANY])
    const others = story.entries.filter(({ is }) => is !== 'promise')
    const claims = waived.map((is) => ({ promise: 'noDuplicates', claim: '', terms: {}, ...(is && { waived: is }) }))
    const told = claims.map((claim) => ({ is: 'promise' as const, ...claim, at: 0, ms: 0, drillMs: 0 }))
    return judge([...told, ...others]).doubts.map(doubtInWords)
  }

  test('leave nothing to judge where all of them are; a ledger that lists none is judged by what always holds', () => {
    expect(promising(true, true)).toContain(WAIVED)
    expect(promising(true, false)).not.toContain(WAIVED)
    expect(promising()).not.toContain(WAIVED)
  })
})

describe('what is attempted counts', () => {
  test('from the start of before to the end of disaster, acknowledged by then', () => {
    const NOTHING = 'nothing to judge: nothing was acknowledged before or during the disaster'
    const inPhase = (phase: 'adopt' | 'before' | 'disaster' | 'recovery') => {
      const story = new Story().phase('adopt', (told) => (phase === 'adopt' ? told.edit(COMPANY, 'company') : told))
      for (const one of ['before', 'disaster', 'recovery'] as const)
        story.phase(one, (told) => (one === phase ? told.edit(COMPANY, 'company') : told))
      return said(story.ends([COMPANY]))
    }
    expect([inPhase('adopt'), inPhase('before'), inPhase('disaster'), inPhase('recovery')]).toEqual([
      [NOTHING],
      [],
      [],
      [NOTHING],
    ])
  })
})

test('a record that was away and is back has survived', () => {
  const story = new Story().edit(COMPANY, 'company').injures('cutLink', [], 'effect', 'fault').server([])
  expect(said(story.heals('cutLink').server([COMPANY]).ends([COMPANY]))).toEqual([])
  const late = new Story({ verdict: 'pass' }, [['recoveryTime', { notes: 1 }]]).edit(COMPANY, 'company').strike()
  const [doubt] = late
    .injures('zeroPages', [{ kind: 'volume', volume: 'san' }])
    .server([])
    .ends([COMPANY])
    .judged().doubts
  expect(doubt).toBeUndefined()
})

describe('the service was unwell before', () => {
  const readBack = (rows: readonly string[], more: (story: Story) => unknown = () => undefined) => {
    const story = withCompany().edit('d1.1', 'r1').server([COMPANY, 'd1.1'])
    more(story)
    return said(story.server(rows, { when: 'read back' }).ends([COMPANY, 'd1.1']))
  }

  test('where the read back misses what was acknowledged, though it was shown earlier', () => {
    expect(readBack([COMPANY, 'd1.1'])).toEqual([])
    expect(readBack([COMPANY])).toEqual([
      'the service was already unwell: 1 record was missing before anything struck, r1 first; check the adapter first',
    ])
  })

  test('not where a delete that was sent may have been carried out', () => {
    const deletes = (outcome: 'indeterminate' | 'rejected') => (story: Story) =>
      story.edit('d1.2', 'r1', { on: ['d1.1'], delete: true, outcome })
    expect(readBack([COMPANY], deletes('indeterminate'))).toEqual([])
    expect(readBack([COMPANY], deletes('rejected'))).toContainEqual(expect.stringContaining('already unwell'))
  })
})

test('of records that were not read, the first reason that any read gave is said', () => {
  const story = withCompany()
    .edit('d3.1', 'r3', { account: 'a2' })
    .edit('d5.1', 'r5', { account: 'a3' })
    .tell({ is: 'quiesced', state: 'quiet' })
  story.server([COMPANY], { when: 'final' }).server([], { account: 'a2', when: 'final', state: 'unreadable' })
  story.tell({ is: 'view', view: 9, party: { kind: 'server', account: 'a3' }, scope: 'full', when: 'final' })
  story.tell({ is: 'viewed', view: 9, state: 'unreadable', rows: 0, because: '503' }).over()
  expect(said(story)).toEqual(['2 acknowledged records were not read at the end, r3 first: 503'])
})
