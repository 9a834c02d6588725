import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { uniqueName } from '../kernel/index.ts'
import { readLedger, type Stamped } from '../ledger/index.ts'
import { ledgerOf } from './order.ts'
import { runArm } from './run-arm.ts'

const DRILL = fileURLToPath(new URL('./testing/fragile.drill.ts', import.meta.url))
const AGAIN = 'started once more by the audit, to read what its disk holds'

async function ran(arm: string) {
  const run = `fragile-${uniqueName()}`
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(folder, { recursive: true }))
  const order = { file: DRILL, arm, seed: 7, run, folder, runtime: 'embedded' }
  const { failures } = await runArm(order, AbortSignal.timeout(60_000))
  return { failures, entries: [...readLedger(ledgerOf(folder))] }
}

const services = (entries: readonly Stamped[]) => entries.filter((entry) => entry.is === 'service')

/** How the final reads of the server ended. */
function finalReads(entries: readonly Stamped[]) {
  const final = entries.flatMap((entry) =>
    entry.is === 'view' && entry.when === 'final' && entry.party.kind === 'server' ? [entry.view] : [],
  )
  return entries.filter((entry) => entry.is === 'viewed').filter(({ view }) => final.includes(view))
}

test('one that ends at the first read: the broken-off run names it, its exit and what it said', async () => {
  const { failures } = await ran('ends at the first read')
  expect(failures).toEqual([
    {
      class: 'environment',
      because: expect.stringMatching(
        /before the drill began \(phones-\d+: .*\); sync is not running \(exit 1\); its log ends: .*native module/,
      ),
    },
  ])
})

test('one that ends at a write, and is not running at the end, is started once by the audit, and read', async () => {
  const { failures, entries } = await ran('ends at a write')
  expect(failures).toEqual([])
  const told = services(entries)
  expect(told.map(({ state, because = '' }) => `${state} ${because}`.trim())).toEqual([
    'started',
    'failed exit 1',
    `started ${AGAIN}`,
    'killed',
  ])
  expect(told[1]?.exit).toEqual({ code: 1 })
  expect(told[1]?.tail?.join()).toContain('a native module is missing')
  expect(finalReads(entries).map(({ state }) => state)).toEqual(['complete', 'complete', 'complete'])
  expect(finalReads(entries).reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(10)
  // Nothing of it is gone while nobody has looked at the disk.
  expect(entries.filter((entry) => entry.is === 'viewed').filter(({ state }) => state === 'gone')).toEqual([])
  const quiesced = entries.find((entry) => entry.is === 'quiesced')
  expect(quiesced).toMatchObject({
    state: 'timed out',
    because: expect.stringContaining('sync is not running (exit 1)'),
  })
  const phases = entries.filter((entry) => entry.is === 'phase').filter(({ phase }) => phase === 'quiesce')
  expect((phases[1]?.ms ?? Infinity) - (phases[0]?.ms ?? 0)).toBeLessThan(1_000)
}, 60_000)

test('one that ends at each read is started once, no more; what it holds stays unread, with the reason', async () => {
  const { entries } = await ran('ends at each read')
  const told = services(entries).map(({ state, because = '' }) => `${state} ${because}`.trim())
  expect(told).toEqual(['started', 'failed exit 1', `started ${AGAIN}`, 'failed exit 1'])
  const reads = finalReads(entries)
  expect(reads.map(({ state }) => state)).toEqual(['unreadable', 'unreadable', 'unreadable'])
  expect(reads.at(-1)?.because).toContain('sync is not running (exit 1)')
}, 60_000)

test('one that answers 423 to every write is not waited for to the end, and what differs is named', async () => {
  const { entries } = await ran('is locked')
  const statuses = entries.filter((entry) => entry.is === 'answered').map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([201, 423]))
  const quiesced = entries.find((entry) => entry.is === 'quiesced')
  expect(quiesced).toMatchObject({
    state: 'timed out',
    because: expect.stringMatching(
      /^outboxes did not drain: every write is answered 423, \d+ times in 1\ds; \d devices? ha\w+ \d+ unsent/,
    ),
  })
  const unlike = quiesced?.unlike ?? []
  expect(unlike.length).toBeGreaterThan(0)
  for (const { collection: its, between, shows } of unlike) {
    expect([its, between]).toEqual([
      expect.stringMatching(/notes|contacts/),
      ['server', expect.stringMatching(/^phones-\d$/)],
    ])
    expect(shows[0]).not.toBe(shows[1])
  }
}, 60_000)
