/** A whole fleet against the real specimen server: work, a lost server, and what devices bring back. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { Wire } from '../clients/index.ts'
import { Book, devices, planIntents, PlannedRecords, Roster, RunningFleet, World } from '../fleet/index.ts'
import { DrillClock, monotonicMs, Random } from '../kernel/index.ts'
import { Ledger, type Stamped } from '../ledger/index.ts'
import { PRESET_NAMES, isSeenBy, PRESET, type CollectionName } from '../records/index.ts'
import { adminToken, specimenClient } from './client.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

/** A server whose address moves when it starts anew, as if behind a link. */
class Server {
  readonly folder = mkdtempSync(join(tmpdir(), 'syncdrill-fleet-'))
  port = 0
  #child: ChildProcess | undefined

  async start(data: string): Promise<void> {
    const argv = [
      'src/specimen/server/main.ts',
      '--data',
      join(this.folder, data),
      '--backups',
      `disk=${join(this.folder, 'copies')}`,
    ]
    this.#child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(createInterface({ input: this.#child.stdout ?? process.stdin }), 'line')) as [string]
    this.port = Number(/:(\d+)$/.exec(line)?.[1])
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}

async function begun(accounts: number, perAccount?: number, memory: 'volatile' | 'durable' = 'durable') {
  const server = new Server()
  await server.start('first')
  const clock = new DrillClock()
  const ledger = Ledger.open(join(server.folder, 'ledger.jsonl'), { now: monotonicMs, drillMs: () => clock.ms })
  const entries: Stamped[] = []
  ledger.onEntry((entry) => entries.push(entry))
  const wire = new Wire(() => ({ host: '127.0.0.1', port: server.port }))
  const link = { is: 'link' } as const
  const adapter = specimenClient({ is: 'remote', link })
  const channels = [{ name: 'api', adapter, wire, direct: wire, serves: () => 'sync' }]
  const phones = devices({ accounts, memory, ...(perAccount !== undefined && { perAccount }) })
  const roster = new Roster({ phones }, 7)
  const credentials = (account: string) => roster.credentials(account)
  const parts = { ledger, clock, random: new Random('7'), book: new Book(), collections: PRESET, channels, credentials }
  const fleet = new RunningFleet(roster, new World(parts), new Map([[link, wire]]), () => undefined)
  stops.push(
    () => Promise.resolve(rmSync(server.folder, { recursive: true, force: true })),
    () => server.stop(),
    () => wire.hangUp(),
  )
  const records = new PlannedRecords()
  const plan = (step: string, edits: number, collections: readonly CollectionName[] = PRESET_NAMES) =>
    planIntents(
      { step, edits, overMs: edits * 1_000, devices: roster.devices, collections },
      records,
      new Random(`7/${step}`),
    )
  const told = <K extends Stamped['is']>(kind: K) =>
    entries.filter((entry): entry is Extract<Stamped, { is: K }> => entry.is === kind)
  /** Whole content by record, of the last full server view of each account. */
  const shownBy = (kind: 'server' | 'device' | 'new device') => {
    const last = new Map(
      told('view')
        .filter(({ party, scope }) => party.kind === kind && scope === 'full')
        .map((view) => [view.party.account, view.view]),
    )
    const wanted = new Set(last.values())
    const rows = told('row').filter(({ view, deleted }) => wanted.has(view) && !deleted)
    return rows
      .map(({ record, version, hash, blobMissing }) => `${record} ${version} ${hash} ${blobMissing}`)
      .toSorted()
  }
  /** Pairs of versions of one record that the server shows at the same time. */
  const siblings = () => {
    const saws = new Map(told('edit').map(({ version, saw }) => [version, saw]))
    const versions = shownBy('server').map((row) => row.split(' '))
    return versions.flatMap(([record, one = '']) =>
      versions
        .filter(([other, another]) => other === record && another !== one)
        .map(([, another = '']) => [saws.get(one) ?? {}, saws.get(another) ?? {}] as const),
    )
  }
  const work = (step: string, edits: number, collections?: readonly CollectionName[]) =>
    fleet.work(plan(step, edits, collections), { overMs: edits * 1_000, values: 'realistic', signal })
  const restoreFromEdge = () =>
    fleet.edgeRestore(phones, {
      order: PRESET_NAMES,
      passOf: () => ({ 'x-restore-pass': adminToken() }),
      onCollection: () => Promise.resolve(),
    })
  return { server, fleet, phones, clock, wire, told, shownBy, siblings, work, restoreFromEdge }
}
const { signal } = new AbortController()
const patience = { atMostMs: 60_000, signal }

describe('a fleet on the specimen', () => {
  test('works, quiesces and converges: server, devices and brand-new devices show the same', async () => {
    const { fleet, told, shownBy, siblings, work, clock } = await begun(24)
    await fleet.adopt()
    await work('before.1', 600)
    expect(clock.ms).toBe(600_000)
    // Two devices of one account may be at the same record at once: a delete that comes late is refused.
    expect(told('answered').filter(({ outcome }) => outcome === 'indeterminate')).toEqual([])
    expect(told('edit').length + told('skipped').length).toBe(600)
    await fleet.freshEdits()
    expect(await fleet.drain(patience)).toBeUndefined()
    await fleet.untilFreshSeen(patience)
    expect(await fleet.digestOfViews()).toBe(await fleet.digestOfViews())
    await fleet.serverViews('final')
    await fleet.deviceViews('final')
    await fleet.newDevices()
    const shown = shownBy('server')
    expect(shownBy('device')).toEqual(shown)
    expect(shownBy('new device')).toEqual(shown)
    const deleted = new Set(
      told('edit')
        .filter(({ change }) => change === 'delete')
        .map(({ record }) => record),
    )
    const kept = told('edit').filter(({ record }) => !deleted.has(record))
    const records = new Set(shown.map((row) => row.split(' ')[0] ?? ''))
    expect(kept.filter(({ record }) => !records.has(record))).toEqual([])
    expect(siblings().filter(([older, newer]) => isSeenBy(older, newer))).toEqual([])
  }, 60_000)

  test.each([1, 2])(
    'with %i devices each, brings everything back to an empty server, unsent edits of lost records included',
    async (perAccount) => {
      const { fleet, phones, server, told, shownBy, work, wire, restoreFromEdge, siblings } = await begun(4, perAccount)
      await fleet.adopt()
      await work('before.1', 120)
      await fleet.serverViews('read back')
      const before = shownBy('server')
      fleet.goOffline(phones.some('50%'))
      await work('before.2', 30)
      await server.stop()
      await wire.hangUp()
      await server.start('second')
      fleet.everybodyOnline()
      await restoreFromEdge()
      await fleet.syncAll()
      expect(await fleet.drain(patience)).toBeUndefined()
      await fleet.serverViews('final')
      await fleet.deviceViews('final')
      const edits = told('edit')
      const gone = new Set(edits.filter(({ change }) => change === 'delete').map(({ record }) => record))
      const alive = new Set(edits.filter(({ record }) => !gone.has(record)).map(({ record }) => record))
      const shown = shownBy('server')
      const records = new Set(shown.map((row) => row.split(' ')[0] ?? ''))
      expect(before.length).toBeGreaterThan(50)
      expect([...alive].filter((record) => !records.has(record))).toEqual([])
      expect(siblings().filter(([older, newer]) => isSeenBy(older, newer))).toEqual([])
      expect(shownBy('device')).toEqual(shown)
      if (perAccount === 1) expect(shown).toHaveLength(alive.size)
      expect(told('sent').filter(({ by }) => by === 'edge restore').length).toBeGreaterThan(50)
    },
    60_000,
  )

  test.each([1, 2])(
    'with %i devices each, brings back what an older copy lacks, and deletes again what it revived',
    async (perAccount) => {
      const { fleet, phones, told, shownBy, siblings, work, wire, restoreFromEdge } = await begun(4, perAccount)
      const headers = { 'content-type': 'application/json', 'x-admin-token': adminToken() }
      await fleet.adopt()
      await work('before.1', 60)
      const { text } = await wire.send('POST', '/admin/backups', { body: '{"to":"disk"}', headers })
      const { copy } = JSON.parse(text) as { readonly copy: string }
      await work('before.2', 60)
      fleet.goOffline(phones.some('50%'))
      await work('before.3', 30)
      await wire.send('POST', '/admin/restore', { body: JSON.stringify({ to: 'disk', copy }), headers })
      fleet.everybodyOnline()
      await restoreFromEdge()
      await fleet.syncAll()
      expect(await fleet.drain(patience)).toBeUndefined()
      await fleet.serverViews('final')
      await fleet.deviceViews('final')
      const acked = new Set(
        told('answered')
          .filter(({ outcome }) => outcome === 'acked')
          .map(({ op }) => op),
      )
      const deletes = told('edit').filter(({ change }) => change === 'delete')
      const deleted = new Set(deletes.map(({ record }) => record))
      const shown = shownBy('server')
      const saws = new Map(told('edit').map(({ version, saw }) => [version, saw]))
      const seen = shown
        .map((row) => row.split(' '))
        .map(([record, version = '']) => ({ record, saw: saws.get(version) ?? {} }))
      const owed = told('edit').filter(({ op, record }) => acked.has(op) && !deleted.has(record))
      // Where two devices edit at once, the collection's policy may let one of them win: some version, then.
      const isThere = (edit: (typeof owed)[number]) =>
        seen.some(({ record, saw }) => record === edit.record && (perAccount === 2 || isSeenBy(edit.saw, saw)))
      expect(owed.length).toBeGreaterThan(60)
      expect(owed.filter((edit) => !isThere(edit))).toEqual([])
      expect(siblings().filter(([older, newer]) => isSeenBy(older, newer))).toEqual([])
      expect(shownBy('device')).toEqual(shown)
      if (perAccount === 1) {
        const again = deletes.filter(({ op, record }) => acked.has(op) && seen.some((row) => row.record === record))
        expect(again).toEqual([])
      }
    },
    60_000,
  )

  test('volatile phones that lose power bring nothing back; what they lost is in the ledger', async () => {
    const { fleet, phones, server, shownBy, work, wire, restoreFromEdge } = await begun(3, 1, 'volatile')
    await fleet.adopt()
    await work('before.1', 40, ['notes', 'tasks'])
    await fleet.serverViews('read back')
    const before = new Set(shownBy('server').map((row) => row.split(' ')[0] ?? ''))
    const cycled = await fleet.powerCycle(phones)
    expect(new Set(cycled.flatMap(({ lost }) => lost))).toEqual(before)
    await server.stop()
    await wire.hangUp()
    await server.start('second')
    await restoreFromEdge()
    await fleet.serverViews('final')
    expect(shownBy('server')).toEqual([])
  }, 60_000)

  test('lost answers and the same key make no second row', async () => {
    const { fleet, told, shownBy, work, wire } = await begun(4, 1)
    await fleet.adopt()
    const losing = wire.loseAnswers({ every: 3 })
    await work('before.1', 90, ['contacts', 'notes', 'tasks'])
    losing.stop()
    expect(await fleet.drain(patience)).toBeUndefined()
    await fleet.serverViews('final')
    await fleet.deviceViews('final')
    expect(losing.count).toBeGreaterThan(20)
    expect(told('answered').some(({ outcome }) => outcome === 'indeterminate')).toBe(true)
    const records = shownBy('server').map((row) => row.split(' ')[0])
    expect(new Set(records).size).toBe(records.length)
    expect(shownBy('device')).toEqual(shownBy('server'))
  }, 60_000)

  test('a server that is gone is told as unreadable, never as empty', async () => {
    const { fleet, told, work, server, wire } = await begun(2)
    await work('before.1', 12, ['notes'])
    await server.stop()
    await wire.hangUp()
    await fleet.serverViews('after step')
    expect(told('viewed').slice(-2)).toMatchObject([{ state: 'unreadable' }, { state: 'unreadable' }])
    expect(await fleet.digestOfViews()).not.toBe(await fleet.digestOfViews())
  }, 60_000)
})
