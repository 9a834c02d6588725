/** The real vdirsyncer on laptops, beside simulated phones, against a real Radicale that goes back. */

import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { startRadicale, withoutRadicale } from '../../clients/dav/radicale.contract.ts'
import { carddav, Wire } from '../../clients/index.ts'
import { DrillClock, monotonicMs, Random } from '../../kernel/index.ts'
import { Ledger, type Stamped } from '../../ledger/index.ts'
import { contacts } from '../../records/index.ts'
import { Book, devices, openPrograms, programs, Roster, RunningFleet, vdirsyncer, World } from '../index.ts'
import type { PlannedEdit } from '../edit.ts'
import { hostMachine, withoutVdirsyncer } from './machine.contract.ts'

const without = withoutRadicale ?? withoutVdirsyncer
if (without !== undefined) process.stderr.write(`vdirsyncer.test.ts: SKIPPED: ${without}\n`)

let disposals = new AsyncDisposableStack()
afterEach(async () => {
  await disposals.disposeAsync()
  disposals = new AsyncDisposableStack()
})

async function begun(conflict: 'server wins' | 'device wins') {
  const server = disposals.use(await startRadicale())
  const logs = mkdtempSync(join(tmpdir(), 'syncdrill-laptops-'))
  disposals.defer(() => rmSync(logs, { recursive: true }))
  const wire = disposals.use(new Wire(() => server))
  const clock = new DrillClock()
  const ledger = Ledger.on(openSync(devNull, 'w'), 'on paper', { now: monotonicMs, drillMs: () => clock.ms })
  const entries: Stamped[] = []
  ledger.onEntry((entry) => entries.push(entry))
  const link = { is: 'link' } as const
  const adapter = carddav({ is: 'remote', link })
  const laptops = programs(vdirsyncer({ conflict, run: { image: 'none' } }), { accounts: 1 })
  const phones = devices({ accounts: laptops.accounts, perAccount: 1, memory: 'durable' })
  const roster = new Roster({ laptops, phones }, 7)
  const world = new World({
    ledger,
    clock,
    random: new Random('7'),
    book: new Book(),
    collections: new Map([['contacts', { ...contacts, policy: 'lww' }]]),
    channels: [{ name: 'contacts', adapter, wire, direct: wire, serves: () => 'sync' }],
    credentials: (account) => roster.credentials(account),
  })
  const machine = hostMachine(() => server)
  const opened = disposals.use(
    await openPrograms(roster, world, { site: { machine: () => Promise.resolve(machine) }, logs }),
  )
  const fleet = new RunningFleet(roster, world, new Map([[link, wire]]), () => undefined, opened.devices)
  await fleet.adopt()
  const [laptop, phone] = [...fleet.select(laptops), ...fleet.select(phones)]
  if (!laptop || !phone) throw new Error('one of each is expected')
  const edit = async (who: typeof laptop, change: PlannedEdit['change'], record: string) => {
    const op = `op-${entries.length}`
    await who.edit({ op, change, record, device: who.name, account: who.account, collection: 'contacts' }, REALISTIC)
    await who.sync()
    return entries.findLast((entry) => entry.is === 'answered' && entry.op === op)
  }
  /** What a restore of an older copy looks like from outside. */
  const session = await wire.session(adapter.definition.connect, roster.credentials('a01'))
  const goBackTo = async (old: Awaited<ReturnType<typeof session.pull>>) => {
    for (const { id, tag, collection: its } of (await session.pull()).rows) {
      await session.push({ collection: its, id, as: 'change', body: undefined, basedOn: tag, key: id })
    }
    for (const { id, body, collection: its } of old.rows) {
      await session.push({ collection: its, id, as: 'offer', body, basedOn: undefined, key: id })
    }
  }
  const shown = (who: typeof laptop) => [...who.store.all()].map(({ entry }) => entry.record ?? '').toSorted()
  return { fleet, laptops, laptop, phone, edit, shown, logs, session, goBackTo }
}

const REALISTIC = { values: 'realistic' } as const

describe.skipIf(without !== undefined)('vdirsyncer', () => {
  test('what the laptop writes is acknowledged and reaches the phone, and the other way round', async () => {
    const { fleet, laptop, phone, edit, shown, logs } = await begun('server wins')
    expect(await edit(laptop, 'create', 'rec-000001-aaaa')).toMatchObject({ outcome: 'acked' })
    expect(await edit(phone, 'create', 'rec-000002-bbbb')).toMatchObject({ outcome: 'acked' })
    await fleet.syncAll()
    for (const one of [laptop, phone]) expect(shown(one)).toEqual(['rec-000001-aaaa', 'rec-000002-bbbb'])
    expect(await edit(laptop, 'update', 'rec-000002-bbbb')).toMatchObject({ outcome: 'acked' })
    expect(await edit(laptop, 'delete', 'rec-000001-aaaa')).toMatchObject({ outcome: 'acked' })
    await fleet.syncAll()
    const [ofLaptop, ofPhone] = [[...laptop.store.all()], [...phone.store.all()]]
    expect(ofPhone.map(({ entry }) => [entry.id, entry.hash])).toEqual(
      ofLaptop.map(({ entry }) => [entry.id, entry.hash]),
    )
    expect(ofPhone[0]?.entry.version).toBe('laptops-1.2')
    expect(readFileSync(join(logs, 'laptops-1.log'), 'utf8')).toMatch(/^\$ vdirsyncer .* sync$/m)
  })

  test('of a server that went back it believes that everything newer was deleted', async () => {
    const { fleet, laptop, edit, shown, session, goBackTo } = await begun('device wins')
    await edit(laptop, 'create', 'rec-000001-aaaa')
    const old = await session.pull()
    await edit(laptop, 'create', 'rec-000002-bbbb')
    await goBackTo(old)
    await fleet.syncAll()
    expect(shown(laptop)).toEqual(['rec-000001-aaaa'])
  })

  test('told to forget its status first, it brings back what the server has lost', async () => {
    const { fleet, laptops, laptop, phone, edit, shown, session, goBackTo } = await begun('device wins')
    await edit(laptop, 'create', 'rec-000001-aaaa')
    const old = await session.pull()
    await edit(laptop, 'create', 'rec-000002-bbbb')
    const updated = await edit(laptop, 'update', 'rec-000001-aaaa')
    expect(updated).toMatchObject({ outcome: 'acked' })
    await goBackTo(old)
    await fleet.tell(laptops, 'forget status')
    await fleet.syncAll()
    await fleet.syncAll()
    for (const one of [laptop, phone]) expect(shown(one)).toEqual(['rec-000001-aaaa', 'rec-000002-bbbb'])
    expect(phone.store.ofRecord('rec-000001-aaaa')[0]?.entry.version).toBe('laptops-1.3')
  })

  test('an emptied server is refused: nothing is acknowledged, nothing is deleted', async () => {
    const { laptop, edit, shown, goBackTo } = await begun('device wins')
    await edit(laptop, 'create', 'rec-000001-aaaa')
    await goBackTo({ kind: 'full', rows: [] })
    expect(await edit(laptop, 'create', 'rec-000002-bbbb')).toMatchObject({
      outcome: 'indeterminate',
      because: expect.stringMatching(/ended with 1: .*completely emptied/),
    })
    expect(shown(laptop)).toEqual(['rec-000001-aaaa', 'rec-000002-bbbb'])
  })
})
