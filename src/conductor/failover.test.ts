import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { uniqueName } from '../kernel/index.ts'
import { readLedger, type Stamped } from '../ledger/index.ts'
import { ledgerOf } from './order.ts'
import { runArm } from './run-arm.ts'

/** Real processes, from an empty folder to a judgement. */
async function ran(drill: string, arm: string) {
  const run = `conductor-${uniqueName()}`
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(folder, { recursive: true }))
  const file = fileURLToPath(new URL(`./testing/${drill}.drill.ts`, import.meta.url))
  const order = { file, arm, seed: 7, run, folder, runtime: 'embedded' }
  const { judgement, failures } = await runArm(order, AbortSignal.timeout(60_000))
  const entries = [...readLedger(ledgerOf(folder))]
  return { failures, mismatches: judgement?.expectation.mismatches, verdict: judgement?.verdict, entries }
}

/** What happened to services and their doors, from the first injury on. */
function happened(entries: readonly Stamped[]): string[] {
  const struck = entries.findIndex(({ is }) => is === 'strike')
  return entries.slice(struck).flatMap((entry) => {
    if (entry.is === 'service') return [`${entry.service} ${entry.state}`]
    if (entry.is === 'replaced') return [`${entry.what} replaced`]
    return entry.is === 'door' && entry.state !== 'validated' ? [`${entry.service} ${entry.state}`] : []
  })
}

const asExpected = (verdict: string) => ({ failures: [], mismatches: [], verdict })

test('what a lagging standby had not heard of is lost, and blamed on what destroyed its primary', async () => {
  const { entries, ...came } = await ran('failover', 'asynchronous replication')
  expect(came).toEqual(asExpected('fail'))
  const cut = entries.find((entry) => entry.is === 'witness')
  expect(cut).toMatchObject({ saw: 'effect' })
}, 60_000)

test('a standby that confirmed everything takes over without a loss', async () => {
  const { entries, ...came } = await ran('failover', 'synchronous replication')
  expect(came).toEqual(asExpected('pass'))
  expect(entries.length).toBeGreaterThan(0)
}, 60_000)

test('a new disk: the service in front starts anew, and is closed until somebody brings the rows', async () => {
  const { entries, ...came } = await ran('new-disk', 'phones offer what they hold')
  expect(came).toEqual(asExpected('pass'))
  expect(happened(entries).slice(0, 9)).toEqual([
    'primary killed',
    'data replaced',
    'primary started',
    'sync killed',
    'sync started',
    'sync closed',
    'sync opened', // Collection by collection.
    'sync opened',
    expect.stringContaining('killed'),
  ])
}, 60_000)

test('a copy of the database is restored behind the closed gateway, which opens once that is done', async () => {
  const { entries, ...came } = await ran('new-disk', 'a copy is restored')
  expect(came).toEqual(asExpected('pass'))
  const doors = entries.flatMap((entry) => (entry.is === 'door' ? [`${entry.service} ${entry.state}`] : []))
  const ofSync = new Set(doors.filter((door) => door.startsWith('sync')))
  expect([...ofSync]).toEqual(['sync closed', 'sync validated', 'sync opened'])
  const at = (found: (entry: Stamped) => boolean) => entries.findIndex(found)
  const opened = at((entry) => entry.is === 'door' && entry.state === 'opened')
  expect(opened).toBeLessThan(at((entry) => entry.is === 'restore' && entry.state === 'end'))
}, 60_000)

test('devices that are led to another gateway are served there, and so the server is read there', async () => {
  const { entries, ...came } = await ran('second-gateway', 'devices are led to the spare')
  expect(came).toEqual(asExpected('pass'))
  expect(entries.length).toBeGreaterThan(0)
  const { entries: others, ...gone } = await ran('second-gateway', 'nobody is led anywhere')
  expect(gone).toEqual(asExpected('fail'))
  expect(others.length).toBeGreaterThan(0)
}, 60_000)
