import { describe, expect, test } from 'vitest'
import { struck, withCompany, type Story } from '../testing/story.ts'

const COMPANY = 'd1.100'

test('the worst records come first, each once, with its flags; a row of no record has no life', () => {
  const strange = { collection: 'notes', id: 'x', hash: 'h', fields: {} } as const
  const story = struck()
    .edit('d1.1', 'older')
    .edit('d1.2', 'older', { on: ['d1.1'] })
    .edit('d1.3', 'gone')
    .edit('d1.4', 'deleted')
    .edit('d1.5', 'deleted', { on: ['d1.4'], delete: true })
  const { worst } = story.ends([COMPANY, 'd1.2'], [COMPANY, 'd1.1', 'd1.4', strange]).judged()
  expect(worst.map(({ record, fate, flags }) => [record, fate, flags])).toEqual([
    ['gone', 'unrecoverable', []],
    ['older', 'stale', ['diverged']],
    ['deleted', 'durable', ['resurrected', 'diverged']],
  ])
})

test('at most ten are told', () => {
  const story = struck()
  for (let place = 1; place <= 12; place += 1) story.edit(`d1.${place}`, `r${place}`)
  expect(story.ends([COMPANY]).judged().worst).toHaveLength(10)
})

test('a life says who wrote it, when it was acknowledged, and when the server last showed it', () => {
  const story = struck().edit('d1.1', 'r1')
  story
    .edit('d2.1', 'r1', { on: ['d1.1'] })
    .server([COMPANY, 'd2.1'])
    .server([COMPANY])
  const shownAt = story.entries.findLast((one) => one.is === 'row' && one.version === 'd2.1')?.at ?? 0
  const [life] = story.ends([COMPANY]).judged().worst
  expect([life?.record, life?.writtenBy, life?.lastSeen]).toEqual([
    'r1',
    ['d1', 'd2'],
    // The look that showed it: its first row is company's.
    { at: shownAt - 2, party: 'the server' },
  ])
})

describe('a record of which nobody knows has a life that says why', () => {
  const whyOf = (story: Story) => {
    const [life] = story.over().judged().worst
    return [life?.record, life?.fate, life?.because]
  }
  const edited = () =>
    withCompany().edit('d3.1', 'r3', { account: 'a2', collection: 'tasks' }).server([COMPANY], { when: 'final' })
  const read = (story: Story, kind: 'server' | 'new device', because: string) => {
    const party = kind === 'server' ? { kind, account: 'a2' } : { kind, account: 'a2', device: 'new-a2' }
    const view = 900 + story.entries.length
    story.tell({ is: 'view', view, party, scope: 'full', when: 'final' })
    return story.tell({ is: 'viewed', view, state: 'unreadable', rows: 0, because })
  }

  test('each read that failed, with its reason, those of one reason together', () => {
    const alike = read(read(edited(), 'new device', '503'), 'server', '503')
    const said = 'at the end, the reads of new-a2 and the server failed: 503'
    expect(whyOf(alike)).toEqual(['r3', 'unverified', said])
    const each =
      'at the end, the read of new-a2 failed: 503; at the end, the read of the server failed: its time was up'
    const story = read(read(edited(), 'new device', '503'), 'server', 'its time was up')
    expect(whyOf(story)).toEqual(['r3', 'unverified', each])
    expect(story.judged().worst[0]?.lines).toEqual(
      expect.arrayContaining(
        story.entries
          .filter((one) => one.is === 'view')
          .slice(1)
          .map(({ at }) => at),
      ),
    )
  })

  test('neither reads that came to an end, nor those of other accounts', () => {
    const story = read(edited(), 'server', 'its time was up')
    story.view({ kind: 'new device', account: 'a2', device: 'new-a2' }, [])
    story.view({ kind: 'device', account: 'a3', device: 'd9' }, [], { state: 'unreadable' })
    expect(whyOf(story)[2]).toBe('at the end, the read of the server failed: its time was up')
  })

  test('a read of another account says nothing of it, nor one that nobody tried', () => {
    expect(whyOf(edited())).toEqual(['r3', 'unverified', 'the server was not read for a2 at the end'])
  })

  test('a collection that a complete read did not show', () => {
    const story = edited().server([], { account: 'a2', when: 'final', unread: ['tasks'] })
    expect(whyOf(story)[2]).toBe('the last read of the server does not cover tasks, which it did not show')
  })

  test('what else is wrong with it comes first', () => {
    const story = edited().server([], { account: 'a2', when: 'final', unread: ['tasks'] })
    const wrong = story.row('d3.1', { hash: 'other' })
    story.view({ kind: 'device', account: 'a2', device: 'd3' }, [wrong])
    expect(whyOf(story)[2]).toMatch(/^damaged: .*; the last read of the server does not cover tasks/)
  })
})
