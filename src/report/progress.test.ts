/** What is shown while a run goes on. */

import { expect, test } from 'vitest'
import type { Entry, Stamped } from '../ledger/index.ts'
import { Progress } from './progress.ts'

let at = 0
const stamped = (entry: Entry, ms: number): Stamped => ({ ...entry, at: (at += 1), ms, drillMs: 0 })

const noSites = {
  services: [],
  volumes: [],
  domains: [],
  links: [],
  clients: [],
  backups: [],
  devices: [],
  accounts: [],
}
const steps = [
  { id: 'before.1', act: 'before', name: 'work', label: 'people work' },
  {
    id: 'disaster.1',
    act: 'disaster',
    name: 'during',
    label: 'while cut off',
    steps: [{ id: 'disaster.1.1', act: 'disaster', name: 'work', label: 'they \u001B[31mgo on' }],
  },
] as const

const intent = (op: string): Entry => ({
  is: 'intent',
  op,
  step: 'before.1',
  device: 'd',
  account: 'a',
  collection: 'notes',
  record: op,
  change: 'create',
  afterMs: 0,
})
const edit = (op: string, fresh?: true): Entry => ({
  is: 'edit',
  op,
  device: 'd',
  account: 'a',
  collection: 'notes',
  record: op,
  change: 'put',
  version: 'd.1',
  saw: {},
  basedOn: [],
  ...(fresh && { fresh }),
})
const answered = (op: string, attempt: number, outcome: 'acked' | 'rejected' | 'indeterminate'): Entry => ({
  is: 'answered',
  op,
  attempt,
  outcome,
})
const cut = (state: 'injected' | 'healed'): Entry => ({
  is: 'injury',
  injury: 'i1',
  step: 'disaster.1',
  name: 'cutLink',
  kind: 'fault',
  on: ['wan'],
  settings: {},
  state,
})

test('a lane follows phase, step, edits, answers and faults; a log gets one line per phase', () => {
  const progress = new Progress()
  const take = (ms: number, ...entries: readonly Entry[]) =>
    entries.flatMap((entry) => progress.take('as reported', stamped(entry, ms)))

  expect(progress.heartbeat()).toBe('still running: nothing yet')
  expect(take(0, { is: 'plan', plan: { ...noSites, steps } }, ...['a', 'b', 'c', 'd'].map(intent))).toEqual([])
  expect(take(100, { is: 'phase', phase: 'before', state: 'begin' })).toEqual([])
  take(200, { is: 'step', step: 'before.1', state: 'begin' }, edit('a'), answered('a', 1, 'acked'))
  expect(progress.lines()).toEqual(['as reported  before 100ms, people work: 1 of 4 edits, 1 acknowledged'])
  take(300, edit('b'), answered('b', 1, 'indeterminate'), { is: 'skipped', op: 'd', because: 'not shown' })
  expect(progress.lines()[0]).toContain('3 of 4 edits, 1 acknowledged, 1 unknown')
  take(400, answered('b', 2, 'acked'), edit('c'), answered('c', 1, 'rejected'), edit('f', true))
  take(400, { is: 'step', step: 'before.1', state: 'end' })
  expect(take(2_100, { is: 'phase', phase: 'before', state: 'end' })).toEqual([
    'as reported: before took 2.0s: 4 of 4 edits, 2 acknowledged, 1 rejected',
  ])
  take(2_100, { is: 'phase', phase: 'disaster', state: 'begin' }, { is: 'step', step: 'disaster.1', state: 'begin' })
  take(3_100, cut('injected'), { is: 'step', step: 'disaster.1.1', state: 'begin' })
  expect(progress.lines()[0]).toMatch(/^as reported  disaster 1\.0s, they \\u\{1b\}\[31mgo on: .*; on: cutLink$/)
  expect(progress.heartbeat()).toMatch(/^still running: as reported \(disaster 1\.0s/)
  take(4_100, { is: 'step', step: 'disaster.1.1', state: 'end' }, cut('healed'))
  expect(progress.lines()[0]).toMatch(/disaster 2\.0s, while cut off: [^;]*$/)
  expect(take(5_000, { is: 'end', state: 'aborted', because: 'interrupted', counts: {} })).toEqual([
    'as reported: aborted after 5.0s: interrupted',
  ])
  expect(progress.heartbeat()).toBe('still running: what was played is judged, and what it made is removed')
})

test('arms that run at the same time stand below each other, aligned', () => {
  const progress = new Progress()
  progress.take('off-site copy', stamped({ is: 'phase', phase: 'heal', state: 'begin' }, 0))
  progress.take('as', stamped({ is: 'phase', phase: 'audit', state: 'begin' }, 0))
  expect(progress.lines()).toEqual([
    'off-site copy  heal 0ms: 0 of 0 edits, 0 acknowledged',
    'as             audit 0ms: 0 of 0 edits, 0 acknowledged',
  ])
})

test('where there is no room for all, those that ended first are only counted', () => {
  const progress = new Progress()
  for (const [place, arm] of ['one', 'two', 'three', 'four', 'five'].entries()) {
    progress.take(arm, { is: 'phase', phase: 'start', state: 'begin', at: 0, ms: 0, drillMs: 0 })
    if (place < 4) progress.take(arm, { is: 'end', state: 'complete', counts: {}, at: 1, ms: 9, drillMs: 0 })
  }
  expect(progress.lines()).toHaveLength(5)
  const few = progress.lines(3)
  expect(few.map((line) => line.split(/ {2,}/)[0])).toEqual(['3 arms have ended', 'four', 'five'])
})

const NUMBERS = /36 of 36 edits, 30 ack(nowledg)?ed, 4 rejected, 2 unknown/

test('edits and acknowledgements are counted in one unit: what the harness writes itself is in neither', () => {
  const progress = new Progress()
  const take = (...entries: readonly Entry[]) => entries.forEach((entry) => progress.take('arm', stamped(entry, 0)))
  take(intent('a'), edit('a'), answered('a', 1, 'rejected'), answered('a', 2, 'acked'), answered('a', 3, 'rejected'))
  take(edit('f1', true), edit('f2', true), answered('f1', 1, 'acked'), answered('f2', 1, 'indeterminate'))
  expect(progress.lines()).toEqual(['arm  start 0ms: 1 of 1 edits, 1 acknowledged'])
})

test.each([200, 100, 80, 60, 50])('in %d columns a line fits, and keeps its numbers', (columns) => {
  const progress = new Progress()
  const ops = Array.from({ length: 36 }, (_, place) => `o${place}`)
  for (const arm of ['bad-upgrade: straight to production, without any gate', 'bad-upgrade: behind the gate']) {
    const take = (...entries: readonly Entry[]) => entries.forEach((entry) => progress.take(arm, stamped(entry, 0)))
    take({ is: 'plan', plan: { ...noSites, steps } }, ...ops.map(intent), ...ops.map((op) => edit(op)), cut('injected'))
    take(...ops.map((op, place) => answered(op, 1, place < 30 ? 'acked' : place < 34 ? 'rejected' : 'indeterminate')))
    take({ is: 'phase', phase: 'disaster', state: 'begin' }, { is: 'step', step: 'disaster.1', state: 'begin' })
  }
  const lines = progress.lines(10, columns)
  expect(lines.filter((line) => line.length > columns)).toEqual([])
  expect(lines.filter((line) => NUMBERS.test(line))).toHaveLength(2)
  expect(lines.filter((line) => line.includes('disaster 0ms'))).toHaveLength(columns >= 80 ? 2 : 0)
  expect(lines[0]).toMatch(columns >= 200 ? /^bad-upgrade: straight/ : columns >= 60 ? /^strai/ : /^…/)
})

test('what a run waits for, and how long, is said at once, and stays until it is over', () => {
  const progress = new Progress()
  const text = 'the engine went away: it is waited for up to 45s'
  expect(progress.take('one', stamped({ is: 'phase', phase: 'before', state: 'begin' }, 0))).toEqual([])
  expect(progress.take('one', stamped({ is: 'note', text: 'of no concern' }, 1))).toEqual([])
  expect(progress.take('one', stamped({ is: 'note', text, aloud: true }, 2))).toEqual([`one: ${text}`])
  progress.take('one', stamped({ is: 'end', state: 'ground lost', counts: {} }, 3))
  expect(progress.lines()).toEqual([`one  ${text}`])
})
