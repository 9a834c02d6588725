/** Readers are told while a ledger is folded, of rows only where they ask for them. */

import { describe, expect, test } from 'vitest'
import type { Entry, Party, Stamped } from '../ledger/index.ts'
import { Fold } from './fold.ts'
import type { Reader } from './reader.ts'

const stamped = (entries: readonly Entry[]) =>
  entries.map((entry, at): Stamped => ({ ...entry, at, ms: at * 10, drillMs: at * 1_000 }))

const made = (version: string, more: Partial<Extract<Entry, { is: 'edit' }>> = {}): Entry => ({
  is: 'edit',
  op: `op of ${version}`,
  device: 'd1',
  account: 'a1',
  collection: 'notes',
  record: 'r1',
  change: 'put',
  version,
  saw: { d1: 1 },
  basedOn: [],
  hash: `hash of ${version}`,
  ...more,
})
const answered = (version: string, outcome: 'acked' | 'rejected' | 'indeterminate', attempt = 1): Entry => ({
  is: 'answered',
  op: `op of ${version}`,
  attempt,
  outcome,
})
const opens = (view: number, party: Party): Entry => ({ is: 'view', view, party, scope: 'full', when: 'sync' })
const shows = (view: number, version: string, hash = `hash of ${version}`): Entry => {
  return { is: 'row', view, collection: 'notes', id: 'i', record: 'r1', version, hash }
}
const closes = (view: number): Entry => ({ is: 'viewed', view, state: 'complete', rows: 1, unread: ['photos'] })
const injury = (state: 'begin' | 'injected' | 'healed'): Entry => {
  return { is: 'injury', injury: 'i', step: 's', name: 'cutLink', kind: 'fault', on: ['wan'], settings: {}, state }
}

const SERVER: Party = { kind: 'server', account: 'a1' }
const DEVICE: Party = { kind: 'device', account: 'a1', device: 'd1' }

const STORY = stamped([
  made('d1.1'),
  answered('d1.1', 'acked'),
  { is: 'sent', op: 'op of d1.1', attempt: 2, device: 'd2', key: 'k', by: 'edge restore' },
  answered('somebody else', 'rejected'),
  injury('injected'),
  { is: 'strike', step: 's' },
  opens(1, SERVER),
  opens(2, DEVICE),
  shows(1, 'd1.1'),
  shows(2, 'd1.1'),
  shows(1, 'd1.1', 'other'),
  closes(1),
  closes(2),
  { is: 'device', device: 'd1', state: 'power cycled', records: ['r1'] },
  injury('healed'),
  { is: 'restore', step: 's', from: 'edge', state: 'end' },
])

/** Says what it is told. */
function listener(fold: Fold, rowsOf: Party['kind']): { readonly said: readonly string[]; readonly reader: Reader } {
  const said: string[] = []
  const { records } = fold.history
  const reader: Reader = {
    edited: ({ name }, { at }) => void said.push(`${at} edit ${name}`),
    answered: (version, { outcome }) => void said.push(`${outcome} ${version?.name}`),
    offered: ({ name }, { by, device }) => void said.push(`${name} by ${device}, ${by}`),
    device: ({ device, state, records: lost = [] }) => void said.push(`${device} ${state} ${lost.join()}`),
    struck: ({ ms }) => void said.push(`struck ${ms}`),
    injury: ({ name }, state) => void said.push(`${name} ${state}`),
    restore: ({ from, state }) => void said.push(`${from} ${state}`),
    view: ({ party, state: before }) => {
      if (party.kind !== rowsOf) return undefined
      return {
        row: (record, content) => void said.push(`${before} ${records.name(record)} ${content}`),
        closed: ({ state, unread }, { at }) => void said.push(`${at} ${state} without ${[...unread].join()}`),
      }
    },
  }
  fold.tell(reader)
  return { said, reader }
}

test('what happens is told in the order of the ledger, rows by what they are', () => {
  const fold = new Fold()
  const { said } = listener(fold, 'server')
  for (const entry of STORY) fold.take(entry)
  expect(said).toEqual([
    '0 edit d1.1',
    'acked d1.1',
    'd1.1 by d2, edge restore',
    'rejected undefined',
    'cutLink injected',
    'struck 50',
    'unreadable r1 1',
    'unreadable r1 -1',
    '11 complete without photos',
    'd1 power cycled r1',
    'cutLink healed',
    'edge end',
  ])
  expect(fold.history.versionIn(-1)).toBe(1)
})

test('a reader changes nothing, and none hears of the rows that another asks for', () => {
  const [silent, heard] = [new Fold(), new Fold()]
  const [device, copy] = [listener(heard, 'device'), listener(heard, 'copy')]
  for (const entry of STORY) [silent, heard].forEach((fold) => fold.take(entry))
  expect(heard.history).toEqual(silent.history)
  expect(device.said.filter((line) => line.includes('r1 1'))).toHaveLength(1)
  expect(copy.said.filter((line) => line.includes('r1 1'))).toHaveLength(0)
})

test('with views left out, nothing of a row is kept', () => {
  const fold = new Fold({ leavesOutViews: true })
  for (const entry of STORY) fold.take(entry)
  const { accounts, showings, records, variants, latest } = fold.history
  expect(accounts.flatMap(({ looks }) => looks)).toEqual([])
  expect(showings.newest(records.find('r1'))).toBeUndefined()
  expect(variants.all).toEqual([])
  expect(latest.at).toBe(15)
})

describe('edits of people', () => {
  const counted = (...entries: readonly Entry[]) => {
    const fold = new Fold()
    for (const entry of stamped(entries)) fold.take(entry)
    const { planned, skipped, made: count, acked, rejected, indeterminate } = fold.history.edits
    return { planned, skipped, made: count, acked, rejected, indeterminate }
  }
  const NONE = { planned: 0, skipped: 0, made: 0, acked: 0, rejected: 0, indeterminate: 0 }

  test('are counted by their last answer, and what was saved stays saved', () => {
    const twice = counted(made('d1.1'), answered('d1.1', 'rejected'), answered('d1.1', 'indeterminate', 2))
    expect(twice).toEqual({ ...NONE, made: 1, indeterminate: 1 })
    const saved = counted(made('d1.1'), answered('d1.1', 'acked'), answered('d1.1', 'rejected', 2))
    expect(saved).toEqual({ ...NONE, made: 1, acked: 1 })
  })

  test('are neither fresh nor adopted ones, nor what nobody wrote', () => {
    const own = [made('d1.1', { fresh: true }), made('d1.2', { adopted: true })]
    const heard = [answered('d1.1', 'acked'), answered('d1.2', 'rejected'), answered('d1.3', 'rejected')]
    expect(counted(...own, ...heard)).toEqual(NONE)
    expect(counted({ is: 'skipped', op: 'o', because: 'not shown' })).toEqual({ ...NONE, skipped: 1 })
  })
})
