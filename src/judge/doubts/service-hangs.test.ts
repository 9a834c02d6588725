import { describe, expect, test } from 'vitest'
import type { Entry } from '../../ledger/index.ts'
import { withCompany, type Story } from '../testing/story.ts'
import { doubtInWords } from './index.ts'

const COMPANY = 'd1.100'
const way = { is: 'silence', client: 'api', service: 'sync' } as const
const waits = (by: string, through: 'link' | 'direct' = 'link', waitedMs = 2): Entry => ({
  ...way,
  through,
  state: 'unanswered',
  asked: 'read',
  by,
  waitedMs,
})
const over = (through: 'link' | 'direct' = 'link'): Entry => ({ ...way, through, state: 'over', asked: 'read' })
const write = (by: string, reads?: number): Entry => ({
  ...way,
  through: 'link',
  state: 'unanswered',
  asked: 'change',
  by,
  waitedMs: 3,
  ...(reads !== undefined && { reads }),
})
const written = (through: 'link' | 'direct' = 'link'): Entry => ({ ...way, through, state: 'over', asked: 'change' })
const service = (state: 'started' | 'killed' | 'resumed', name = 'sync'): Entry => ({
  is: 'service',
  service: name,
  version: '1',
  state,
})

/** Something hangs before the end, and nothing else is wrong with it. */
function hanging(...entries: readonly Entry[]): Story {
  const story = withCompany().phase('disaster', (told) => told.step('disaster.1'))
  for (const entry of entries) story.tell(entry)
  return story
}
const hangsIn = (story: Story) => story.judged().doubts.filter(({ kind }) => kind === 'a service hangs')
const ended = (story: Story) => story.ends([COMPANY])

test('since when, how many requests on both ways, how long the longest waited, and who has seen it', () => {
  const told = hanging(waits('d2'), waits('d1', 'link', 11_000), waits('the harness', 'direct', 3))
  const { verdict, sentence, doubts } = ended(told).judged()
  const [doubt] = doubts
  expect(doubt).toMatchObject({
    kind: 'a service hangs',
    voids: 'a pass',
    about: ['sync'],
    count: 3,
    waitedMs: 11_000,
    seenBy: ['d1', 'd2', 'the harness'],
  })
  expect(doubt?.since?.during).toBe('disaster.1 (disaster.1)')
  const words =
    'sync hangs since disaster.1 (disaster.1) (14ms into the run): 3 requests waited up to 11s and had no answer, ' +
    'seen by d1, d2, and the harness'
  expect([verdict, sentence, doubt && doubtInWords(doubt)]).toEqual(['inconclusive', words, words])
})

test('one that begins later than the last step is of its phase', () => {
  const story = withCompany().phase('disaster', (told) => told.step('disaster.1'))
  story.phase('quiesce', (told) => told.tell({ is: 'note', text: 'a while' }).tell(waits('d1', 'link', 1)))
  expect(hangsIn(ended(story)).map(({ since }) => since?.during)).toEqual(['quiesce'])
})

describe('on writes only', () => {
  test('since the first of them, whoever waited with a read before reads were answered', () => {
    const [doubt] = hangsIn(ended(hanging(waits('d2', 'link', 9), write('d1'), over(), write('d1', 4))))
    expect(doubt).toMatchObject({ about: ['sync'], on: 'writes', count: 2, waitedMs: 3, seenBy: ['d1'] })
    expect(doubt && doubtInWords(doubt)).toBe(
      'sync hangs on writes since disaster.1 (disaster.1) (14ms into the run): 2 writes waited up to 3ms and had no ' +
        'answer, while reads were answered, seen by d1',
    )
  })

  test.each([
    ['reads were answered while it waited', [write('d1', 2)], ['writes']],
    ['nobody knows of reads', [write('d1')], [undefined]],
    ['another way is silent altogether', [write('d1', 2), waits('the harness', 'direct')], [undefined]],
    ['a write was answered', [write('d1', 2), written()], []],
    ['a write was answered on the other way', [write('d1', 2), written('direct')], []],
    ['what is answered on the other way is a read', [write('d1', 2), over('direct')], ['writes']],
    ['something was done to the service', [write('d1', 2), service('resumed')], []],
  ])('where %s', (_, entries, on) => {
    expect(hangsIn(ended(hanging(...entries))).map((doubt) => doubt.on)).toEqual(on)
  })
})

describe('it is over', () => {
  test.each([
    ['once somebody is answered on the same way', [waits('d1'), over()], 0],
    ['not where only another way is answered', [waits('d1'), over('direct')], 1],
    ['once something is done to the service', [waits('d1'), service('resumed')], 0],
    ['not by what is done to another', [waits('d1'), service('resumed', 'store')], 1],
    ['and may begin again', [waits('d1'), over(), waits('d1')], 1],
  ])('%s', (_, entries, count) => {
    expect(hangsIn(ended(hanging(...entries)))).toHaveLength(count)
  })

  test('by a fault on it that is injected or healed, and not by damage to something else', () => {
    expect(
      hangsIn(ended(hanging(waits('d1')).injures('cutLink', [], 'effect', 'fault').heals('cutLink'))),
    ).toHaveLength(1)
    const injury = { is: 'injury', injury: 'i', step: 'disaster.1', name: 'pauseService', kind: 'fault' } as const
    const on = (state: 'begin' | 'injected' | 'healed'): Entry => ({ ...injury, on: ['sync'], settings: {}, state })
    expect(hangsIn(ended(hanging(waits('d1'), on('begin'))))).toHaveLength(1)
    expect(hangsIn(ended(hanging(waits('d1'), on('injected'))))).toHaveLength(0)
    expect(hangsIn(ended(hanging(waits('d1'), on('healed'))))).toHaveLength(0)
  })

  test('on the way of devices, by a fault on a link', () => {
    const none = {
      services: [],
      volumes: [],
      domains: [],
      clients: [],
      backups: [],
      devices: [],
      accounts: [],
      steps: [],
    }
    const plan = { ...none, links: ['mobile'] }
    const injury = { is: 'injury', injury: 'i', step: 'disaster.1', name: 'timeOutLink', kind: 'fault' } as const
    const healed: Entry = { ...injury, on: ['mobile'], settings: {}, state: 'healed' }
    const told = (through: 'link' | 'direct') =>
      hangsIn(ended(hanging({ is: 'plan', plan }, waits('d1', through), healed)))
    expect([told('link'), told('direct')]).toEqual([[], [expect.anything()]])
  })

  test('not by its being taken down after the run', () => {
    const told = (state: 'end' | 'broken off') =>
      hanging(waits('d1')).tell({ is: 'phase', phase: 'audit', state }).tell(service('killed')).over()
    expect([hangsIn(told('end')), hangsIn(told('broken off'))]).toEqual([[expect.anything()], [expect.anything()]])
    expect(hangsIn(hanging(waits('d1')).tell(service('killed')).over())).toEqual([])
  })

  test('too late for a run that had failed to come to rest by then', () => {
    const quiesced = (state: 'quiet' | 'timed out') => ({ is: 'quiesced', state }) as const
    const comes = (state: 'quiet' | 'timed out', ...entries: readonly Entry[]) =>
      hangsIn(hanging(...entries.slice(0, -1), quiesced(state), ...entries.slice(-1)).over())
    expect(comes('timed out', waits('d1'), over())).toHaveLength(1)
    expect(comes('quiet', waits('d1'), over())).toHaveLength(0)
    expect(comes('timed out', waits('d1'), over(), over())).toHaveLength(0)
    const later = hanging({ is: 'quiesced', state: 'timed out' }, waits('d1'), over())
    expect(hangsIn(later.over())).toHaveLength(0)
  })
})

test('a failed step comes after it where nothing is proven, and a finding before it', () => {
  const failing = () =>
    hanging(waits('d1'))
      .tell({ is: 'step', step: 'recovery.1', state: 'begin' })
      .tell({ is: 'step', step: 'recovery.1', state: 'failed', because: 'no answer' })
  expect(ended(failing()).judged().sentence).toMatch(/^sync hangs since .*; recovery\.1 \(recovery\.1\) failed/)
  expect(failing().ends([]).judged().sentence).toMatch(/^recovery\.1 \(recovery\.1\) failed/)
})
