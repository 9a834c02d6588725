import { describe, expect, test } from 'vitest'
import { foundIn, struck, withCompany, type EditOptions, Story } from '../testing/story.ts'

const COMPANY = 'd1.100'
const fateOf = (story: Story) => {
  const { fates } = story.judged()
  return Object.keys(fates).filter((fate) => fate !== 'durable' || fates.durable !== 1)
}

/** Two edits of one task side by side, and somebody deletes the second. */
const deletedRival = () =>
  struck()
    .edit('d1.1', 'r1', { collection: 'tasks' })
    .edit('d1.2', 'r1', { collection: 'tasks', on: ['d1.1'] })
    .edit('d2.1', 'r1', { collection: 'tasks', on: ['d1.1'] })
    .edit('d3.1', 'r1', { collection: 'tasks', on: ['d2.1'], delete: true })

describe('a record that was acknowledged', () => {
  test('and is there: durable, and the run passes', () => {
    const judgement = struck().edit('d1.1', 'r1').ends([COMPANY, 'd1.1']).judged()
    expect([judgement.verdict, judgement.fates, foundIn(judgement)]).toEqual(['pass', { durable: 2 }, []])
  })

  test('and is there in a later version: durable', () => {
    const story = struck()
      .edit('d1.1', 'r1')
      .edit('d2.1', 'r1', { on: ['d1.1'] })
      .ends([COMPANY, 'd2.1'])
    expect(foundIn(story.judged())).toEqual([])
  })

  test('and is gone, while a device still has it aside: lost', () => {
    const story = struck().edit('d1.1', 'r1')
    story.view({ kind: 'aside', account: 'a1', device: 'd1' }, ['d1.1']).ends([COMPANY])
    expect([foundIn(story.judged()), story.judged().verdict]).toEqual([['lost r1'], 'fail'])
  })

  test('and is gone, but stands in a copy that was restored and read: lost', () => {
    const story = struck().edit('d1.1', 'r1')
    story.view({ kind: 'copy', account: 'a1', copy: 'c1' }, ['d1.1']).ends([COMPANY])
    expect(foundIn(story.judged())).toEqual(['lost r1'])
  })

  test('and only an older version is held anywhere: unrecoverable', () => {
    const story = struck()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
    story.view({ kind: 'copy', account: 'a1', copy: 'c1' }, ['d1.1']).ends([COMPANY])
    expect(foundIn(story.judged())).toEqual(['unrecoverable r1'])
  })

  test('and a source shows it with other content: that source does not count', () => {
    const story = struck().edit('d1.1', 'r1')
    const damaged = story.row('d1.1', { hash: 'another' })
    story.view({ kind: 'copy', account: 'a1', copy: 'c1' }, [damaged]).ends([COMPANY])
    expect(foundIn(story.judged())).toEqual(['unrecoverable r1'])
  })

  test('and its name is found in raw bytes: lost, for somebody might still salvage it', () => {
    const story = struck()
      .edit('d1.1', 'r1')
      .tell({ is: 'traces', where: 'san', records: ['r1'] })
      .ends([COMPANY])
    expect(foundIn(story.judged())).toEqual(['lost r1'])
  })

  test('and came back older: stale', () => {
    const story = struck()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
      .ends([COMPANY, 'd1.1'])
    expect(foundIn(story.judged())).toEqual(['stale r1'])
  })

  test('and lost to a concurrent edit that was deleted, and is back: resurrected, and nothing is lost', () => {
    expect(foundIn(deletedRival().ends([COMPANY, 'd2.1']).judged())).toEqual(['resurrected r1'])
  })

  test('and what both sides of a conflict were built on is back: stale, whoever deleted the other side', () => {
    expect(foundIn(deletedRival().ends([COMPANY, 'd1.1']).judged())).toContain('stale r1')
  })

  test('and lost to a concurrent edit, whose later version went: what the server showed last is owed', () => {
    const story = struck()
      .edit('d1.1', 'r1', { collection: 'tasks' })
      .edit('d2.1', 'r1', { collection: 'tasks', on: ['d1.1'] })
      .edit('d1.2', 'r1', { collection: 'tasks', on: ['d1.1'] })
      .server([COMPANY, 'd1.2'])
      .edit('d1.3', 'r1', { collection: 'tasks', on: ['d1.2'] })
      .server([COMPANY, 'd1.3'])
      .ends([COMPANY, 'd1.2'])
    const findings = story.judged().promises.flatMap((promise) => promise.findings)
    expect(findings.map(({ finding, device, because }) => [finding, device, because.split(': ').at(-1)])).toEqual([
      ['stale', 'd1', 'an older version came back'],
    ])
  })

  test('and lost a field to a concurrent edit, on which somebody built: no loss', () => {
    const fields = (email: string, birthday: string) => ({ email, birthday })
    const story = struck()
      .edit('d1.1', 'r1', { collection: 'contacts', fields: fields('e0', 'b0') })
      .edit('d1.2', 'r1', { collection: 'contacts', on: ['d1.1'], fields: fields('e1', 'b0') })
      .edit('d2.1', 'r1', { collection: 'contacts', on: ['d1.1'], fields: fields('e2', 'b0') })
      .edit('d3.1', 'r1', { collection: 'contacts', on: ['d2.1'], fields: fields('e2', 'b1') })
    expect(foundIn(story.ends([COMPANY, 'd3.1']).judged())).toEqual([])
  })

  test('and was gone for a while: recovered, which is no loss', () => {
    const story = struck().edit('d1.1', 'r1').server([COMPANY]).ends([COMPANY, 'd1.1'])
    expect([fateOf(story), story.judged().verdict]).toEqual([['durable', 'recovered'].slice(1), 'pass'])
  })

  test('and was gone for longer than promised: recovered late', () => {
    const late = (limit: number) => {
      const promises = [['recoveryTime', { notes: limit }]] as [string, { notes: number }][]
      const story = withCompany(new Story({ verdict: 'pass' }, promises))
        .edit('d1.1', 'r1')
        .strike()
      return story.server([COMPANY]).ends([COMPANY, 'd1.1']).judged().fates
    }
    expect([late(1), late(1_000)]).toEqual([
      { durable: 1, 'recovered-late': 1 },
      { durable: 1, recovered: 1 },
    ])
  })

  test('a closed collection or an unreadable server proves no absence', () => {
    const story = struck().edit('d1.1', 'r1')
    story
      .server([], { unread: ['notes'] })
      .server([], { state: 'unreadable' })
      .ends([COMPANY, 'd1.1'])
    expect(story.judged().fates).toEqual({ durable: 2 })
  })

  test('and was never read at the end: unverified, and never a pass', () => {
    const story = struck().edit('d1.1', 'r1').tell({ is: 'quiesced', state: 'quiet' })
    story.server([], { when: 'final', state: 'unreadable' }).over()
    const { verdict, fates, metrics } = story.judged()
    expect([verdict, fates]).toEqual(['inconclusive', { unverified: 2 }])
    // It may all be gone.
    expect([metrics.cut, metrics.recoveryPoint]).toEqual(['unknown', {}])
  })

  test('and the server is gone for good: a loss, not an excuse', () => {
    const story = struck().edit('d1.1', 'r1').tell({ is: 'quiesced', state: 'quiet' })
    story.device('d1', [COMPANY, 'd1.1']).server([], { when: 'final', state: 'gone' }).over()
    expect(foundIn(story.judged())).toEqual(['lost company', 'lost r1'])
  })

  test('by an attempt after one that was unclear: it counts', () => {
    const story = struck().edit('d1.1', 'r1', { outcome: 'indeterminate' }).again('d1.1', 'acked').ends([COMPANY])
    expect(foundIn(story.judged())).toEqual(['unrecoverable r1'])
  })
})

describe('a record that was never acknowledged', () => {
  test.each(['indeterminate', 'rejected', 'unsent'] as const)('%s: may be there or not', (outcome) => {
    for (const rows of [[COMPANY], [COMPANY, 'd1.1']]) {
      expect(foundIn(struck().edit('d1.1', 'r1', { outcome }).ends(rows).judged())).toEqual([])
    }
  })
})

describe('what may have happened explains', () => {
  test('an absence, by a delete that had seen it', () => {
    const story = struck()
      .edit('d1.1', 'r1')
      .edit('d2.1', 'r1', { on: ['d1.1'], delete: true, outcome: 'indeterminate' })
    expect(foundIn(story.ends([COMPANY]).judged())).toEqual([])
  })

  test('but not by a delete that was refused, nor by one that had not seen it', () => {
    for (const options of [{ on: ['d1.1'], outcome: 'rejected' }, { outcome: 'indeterminate' }] as const) {
      const story = struck()
        .edit('d1.1', 'r1')
        .edit('d2.1', 'r1', { ...options, delete: true })
      expect(foundIn(story.ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
    }
  })

  test('a newer version, by an update', () => {
    const story = struck()
      .edit('d1.1', 'r1')
      .edit('d2.1', 'r1', { on: ['d1.1'], outcome: 'indeterminate' })
    expect(foundIn(story.ends([COMPANY, 'd2.1']).judged())).toEqual([])
  })
})

describe('concurrent edits', () => {
  test('one that was never answered may have won, whatever else is shown; one that was refused may not', () => {
    const rivals = (outcome: 'indeterminate' | 'rejected') =>
      struck()
        .edit('d1.1', 'r1', { collection: 'tasks' })
        .edit('d1.2', 'r1', { collection: 'tasks', on: ['d1.1'] })
        .edit('d2.1', 'r1', { collection: 'tasks', on: ['d1.1'], outcome })
    expect(foundIn(rivals('indeterminate').ends([COMPANY, 'd2.1']).judged())).toEqual([])
    expect(foundIn(rivals('rejected').ends([COMPANY, 'd2.1']).judged())).toEqual(['stale r1'])
    const beside = rivals('indeterminate')
    const rows = [COMPANY, 'd2.1', beside.row('d1.1', { id: 'the other' })]
    expect(foundIn(beside.ends(rows).judged())).toEqual(['duplicated r1'])
  })

  const both = (options: EditOptions) =>
    struck()
      .edit('d1.1', 'r1', options)
      .edit('d1.2', 'r1', { ...options, on: ['d1.1'], fields: { text: 'one' } })
      .edit('d2.1', 'r1', { ...options, on: ['d1.1'], fields: { text: 'two' } })
  const ids = (story: Story) => [story.row('d1.2'), story.row('d2.1', { id: 'the other' })]

  test('notes keep both; one alone is a side that was dropped', () => {
    const kept = both({ collection: 'notes' })
    expect(foundIn(kept.ends([COMPANY, ...ids(kept)]).judged())).toEqual([])
    expect(foundIn(both({ collection: 'notes' }).ends([COMPANY, 'd1.2']).judged())).toEqual(['conflict-dropped r1'])
  })

  test.each(['tasks', 'calendar'] as const)('%s keep one of them, whichever', (one) => {
    for (const winner of ['d1.2', 'd2.1'])
      expect(foundIn(both({ collection: one }).ends([COMPANY, winner]).judged())).toEqual([])
    expect(foundIn(both({ collection: one }).ends([COMPANY, 'd1.1']).judged())).toContain('stale r1')
  })

  test('an update and a delete: tasks may lose the update, calendar and notes may not', () => {
    const rivals = (one: 'tasks' | 'calendar' | 'notes') =>
      struck()
        .edit('d1.1', 'r1', { collection: one })
        .edit('d1.2', 'r1', { collection: one, on: ['d1.1'] })
        .edit('d2.1', 'r1', { collection: one, on: ['d1.1'], delete: true })
    expect(foundIn(rivals('tasks').ends([COMPANY]).judged())).toEqual([])
    expect(foundIn(rivals('tasks').ends([COMPANY, 'd1.2']).judged())).toEqual([])
    for (const one of ['calendar', 'notes'] as const) {
      expect(foundIn(rivals(one).ends([COMPANY, 'd1.2']).judged())).toEqual([])
      expect(foundIn(rivals(one).ends([COMPANY]).judged())).toEqual(['unrecoverable r1'])
    }
  })

  test('contacts merge: each field must show what one of its last writers wrote', () => {
    const merging = () =>
      struck()
        .edit('d1.1', 'r1', { collection: 'contacts', fields: { name: 'n0', phone: 'p0' } })
        .edit('d1.2', 'r1', { collection: 'contacts', on: ['d1.1'], fields: { name: 'n1', phone: 'p0' } })
        .edit('d2.1', 'r1', { collection: 'contacts', on: ['d1.1'], fields: { name: 'n0', phone: 'p1' } })
    const shows = (fields: Record<string, string>) => {
      const story = merging()
      return foundIn(story.ends([COMPANY, story.row('d2.1', { hash: 'merged', fields })]).judged())
    }
    expect(shows({ name: 'n1', phone: 'p1' })).toEqual([])
    expect(foundIn(merging().ends([COMPANY, 'd2.1']).judged())).toEqual(['field lost r1'])
    expect(foundIn(merging().ends([COMPANY, 'd1.1']).judged())).toEqual(['stale r1', 'stale r1'])
    expect(shows({ name: 'n1', phone: 'p2' })).toEqual(['corrupted r1'])
  })

  test('scores: the greatest acknowledged, or a greater attempted one; nothing else', () => {
    const scores = () =>
      struck()
        .edit('d1.1', 'r1', { collection: 'scores', score: 5 })
        .edit('d2.1', 'r1', { collection: 'scores', score: 9, outcome: 'indeterminate' })
    expect(foundIn(scores().ends([COMPANY, 'd1.1']).judged())).toEqual([])
    expect(foundIn(scores().ends([COMPANY, 'd2.1']).judged())).toEqual([])
    const story = scores()
    expect(foundIn(story.ends([COMPANY, story.row('d1.1', { hash: 'another', score: 10 })]).judged())).toEqual([
      'corrupted r1',
    ])
    const low = struck()
      .edit('d1.1', 'r1', { collection: 'scores', score: 5 })
      .edit('d2.1', 'r1', { collection: 'scores', score: 9, on: ['d1.1'] })
    expect(foundIn(low.ends([COMPANY, 'd1.1']).judged())).toEqual(['stale r1'])
  })
})
