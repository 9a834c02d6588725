import { describe, expect, test } from 'vitest'
import type { Entry, Party, RowEntry, Stamped } from '../ledger/index.ts'
import type { VersionVector } from '../records/index.ts'
import { historyOf } from './fold.ts'
import { identify } from './identity.ts'
import { Version } from './version.ts'

type Edit = Extract<Entry, { readonly is: 'edit' }>

const told = (...entries: readonly Entry[]) =>
  historyOf(entries.map((entry, at): Stamped => ({ ...entry, at, ms: at * 10, drillMs: at * 1_000 })))

const edit = (version: string, record: string, more: Partial<Edit> = {}): Entry => {
  const device = more.device ?? 'd1'
  const saw: VersionVector = { [device]: 1 }
  return {
    is: 'edit',
    op: `op of ${version}`,
    device,
    account: 'a1',
    collection: 'notes',
    record,
    change: 'put',
    version,
    saw,
    basedOn: [],
    hash: `hash of ${version}`,
    fields: { text: version },
    ...more,
  }
}
const row = (version: string, record: string, more: Partial<RowEntry> = {}): RowEntry => {
  return {
    collection: 'notes',
    id: record,
    record,
    version,
    hash: `hash of ${version}`,
    fields: { text: version },
    ...more,
  }
}
const SERVER: Party = { kind: 'server', account: 'a1' }
const opened = (view: number, party: Party = SERVER): Entry => ({
  is: 'view',
  view,
  party,
  scope: 'full',
  when: 'final',
})
const shown = (view: number, one: RowEntry): Entry => ({ is: 'row', view, ...one })
const closed = (view: number): Entry => ({ is: 'viewed', view, state: 'complete', rows: 0 })

describe('an odd ledger', () => {
  test('a view that is never closed counts as not read; its rows prove what they show', () => {
    const { views, accounts, rows, records } = told(edit('d1.1', 'r1'), opened(1), shown(1, row('d1.1', 'r1')))
    expect(views.map(({ state }) => state)).toEqual(['unreadable'])
    expect(accounts[0]?.looks.map(({ state }) => state)).toEqual(['open'])
    expect(rows.of(records.find('r1'))).toEqual([{ view: 0, content: 1, at: 2 }])
  })

  test('a row of a view that nobody opened, or that is closed already, is no row', () => {
    const late = told(
      edit('d1.1', 'r1'),
      shown(9, row('d1.1', 'r1')),
      opened(1),
      closed(1),
      shown(1, row('d1.1', 'r1')),
      closed(9),
    )
    expect(late.rows.of(late.records.find('r1'))).toEqual([])
    expect(late.showings.runs(late.records.find('r1'))).toEqual([])
    expect(late.views).toHaveLength(1)
  })

  test('rows of two views that are open at a time stay apart', () => {
    const { rows, records } = told(
      edit('d1.1', 'r1'),
      edit('d1.2', 'r2'),
      opened(1),
      opened(2, { kind: 'device', account: 'a1', device: 'd1' }),
      shown(1, row('d1.1', 'r1')),
      shown(2, row('d1.2', 'r2')),
      shown(1, row('d1.2', 'r2')),
      closed(2),
      closed(1),
    )
    expect(rows.of(records.find('r1')).map(({ view }) => view)).toEqual([0])
    expect(rows.of(records.find('r2')).map(({ view }) => view)).toEqual([1, 0])
  })

  test('an answer or an attempt of an operation that nobody made changes nothing', () => {
    const { versions, answers } = told(
      { is: 'answered', op: 'nobody', attempt: 1, outcome: 'acked' },
      edit('d1.1', 'r1'),
      { is: 'sent', op: 'nobody', attempt: 1, device: 'd1', key: 'k' },
      { is: 'answered', op: 'nobody', attempt: 1, outcome: 'rejected' },
    )
    const { isAcked, isOpen, sent, refused } = new Version(versions, 1)
    expect([versions.count, isAcked, isOpen, sent, refused, answers.streaks.size]).toEqual([1, false, false, [], 0, 0])
  })

  test('a token that is not its device and a number is kept as it stands', () => {
    const tokens = ['uid-77', 'd2.1', 'd1.01', 'd1.', 'd1.1', 'd1.2147483648', '']
    const edits = tokens.map((token, place) => edit(token, `r${place}`, { op: `op-${place}` }))
    const { versions } = told(...edits)
    expect(tokens.map((_, place) => versions.name(place + 1))).toEqual(tokens)
    expect(tokens.map((token) => versions.ofToken(token))).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('two edits with one token: both are there, and the later one is meant by it', () => {
    const first = edit('d1.1', 'r1', { op: 'op-1', hash: 'one' })
    const second = edit('d1.1', 'r1', { op: 'op-2', hash: 'two' })
    const { versions, rows, records } = told(
      first,
      second,
      opened(1),
      shown(1, row('d1.1', 'r1', { hash: 'two' })),
      shown(1, row('d1.1', 'r1', { hash: 'one' })),
      closed(1),
    )
    const places = [1, 2].map((place) => new Version(versions, place))
    expect(places.map(({ name }) => name)).toEqual(['d1.1', 'd1.1'])
    expect([versions.ofOp('op-1'), versions.ofOp('op-2'), versions.ofToken('d1.1')]).toEqual([1, 2, 2])
    expect(rows.of(records.find('r1')).map(({ content }) => content)).toEqual([2, -1])
  })

  test('one token in two records: each row is what its own record has under it', () => {
    const history = told(
      edit('d1.1', 'r1', { op: 'op-1' }),
      edit('d1.1', 'r2', { op: 'op-2' }),
      opened(1),
      shown(1, row('d1.1', 'r1')),
      closed(1),
    )
    const [kept] = history.rows.of(history.records.find('r1'))
    const variant = history.variants.get(kept?.content ?? 0)
    const versions = [new Version(history.versions, 1)]
    expect(identify(variant, { collection: 'notes', policy: 'lww', versions })).toMatchObject({ is: 'version' })
  })

  test('a row that came before its edit is that version all the same', () => {
    const history = told(opened(1), shown(1, row('d1.1', 'r1')), closed(1), edit('d1.1', 'r1'))
    const variant = history.variants.get(-1)
    const versions = [new Version(history.versions, 1)]
    expect(identify(variant, { collection: 'notes', policy: 'lww', versions })).toMatchObject({ is: 'version' })
    expect(history.records.account(history.records.find('r1'))).toBe(0)
  })
})

describe('a door that was closed on a collection', () => {
  const door = (state: 'closed' | 'opened'): Entry => ({ is: 'door', service: 'sync', collections: ['notes'], state })
  const synced = (view: number, one: RowEntry, kind: 'device' | 'new device' = 'device'): readonly Entry[] => [
    { is: 'view', view, party: { kind, account: 'a1', device: 'd1' }, scope: 'delta', when: 'sync' },
    shown(view, one),
    closed(view),
  ]
  const servedAt = (...entries: readonly Entry[]) =>
    told(edit('d1.1', 'r1'), ...entries).servings.map((one) => one.shownAt)

  test('first served it when a device was shown a row of it: no other collection, and nobody else, counts', () => {
    const notes = row('d1.1', 'r1')
    const tasks = row('d1.2', 'r2', { collection: 'tasks' })
    expect(servedAt(door('closed'), ...synced(1, notes), ...synced(2, notes))).toEqual([2])
    expect(servedAt(door('closed'), ...synced(1, tasks), ...synced(2, notes))).toEqual([5])
    expect(servedAt(door('closed'), ...synced(1, notes, 'new device'))).toEqual([undefined])
    expect(servedAt(...synced(1, notes), door('closed'), door('opened'))).toEqual([undefined])
  })
})
