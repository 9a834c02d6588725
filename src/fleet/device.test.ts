import { describe, expect, test } from 'vitest'
import { decode, isSeenBy, type CollectionName } from '../records/index.ts'
import type { Device } from './device.ts'
import { PaperService, paperWorld } from './fixture.ts'
import type { Held } from './store.ts'

let ops = 0
function edit(
  device: Device,
  change: 'create' | 'update' | 'delete',
  record = 'rec-1',
  its: CollectionName = 'notes',
): boolean {
  ops += 1
  const intent = { op: `op-${ops}`, device: device.name, account: 'a01', collection: its, record, change }
  return device.edit(intent, { values: 'realistic' })
}
const named = ({ entry }: Held): string => entry.version ?? 'none'
const versionsOf = (device: Device) => [...device.store.all()].map(named)
const versionsAt = (service: PaperService) => service.live.map(({ body }) => decode(body ?? '')?.version)

function started(...names: readonly string[]) {
  const service = new PaperService()
  const paper = paperWorld(service)
  const devices = names.map((name) => paper.device(name))
  return { service, ...paper, phone: devices[0] as Device, other: devices[1] as Device }
}

describe('a device', () => {
  test('shows an edit at once, sends it, and takes the id and the tag that the service gives it', async () => {
    const { phone, service, told } = started('p-1')
    edit(phone, 'create')
    expect([versionsOf(phone), service.live]).toEqual([['p-1.1'], []])
    expect(await phone.sync()).toBe(true)
    expect([...phone.store.all()].map(({ id, tag }) => [id, tag])).toEqual([['id-1', 't1.1']])
    expect(told('answered')).toMatchObject([{ outcome: 'acked', id: 'id-1', tag: 't1.1' }])
    expect(told('edit')).toMatchObject([{ version: 'p-1.1', saw: { 'p-1': 1 }, basedOn: [] }])
  })

  test('an empty pull leaves nothing in the ledger but what was asked', async () => {
    const { phone, told } = started('p-1')
    await phone.sync()
    const views = told('view').length
    await phone.sync()
    expect(told('view')).toHaveLength(views)
  })

  test('an update leaves the fields as they were that it does not change', () => {
    for (let place = 0; place < 8; place += 1) {
      const { phone } = started('p-1')
      const shown = () => decode([...phone.store.all()][0]?.body ?? '')?.fields ?? {}
      edit(phone, 'create', 'rec-1', 'contacts')
      const before = shown()
      edit(phone, 'update', 'rec-1', 'contacts')
      const kept = Object.keys(before).filter((name) => shown()[name] === before[name])
      expect([3, 4]).toContain(kept.length)
    }
  })

  test('an edit of what it does not show is skipped, and says so', () => {
    const { phone, told } = started('p-1')
    expect(edit(phone, 'update')).toBe(false)
    expect(told('skipped')).toMatchObject([{ because: 'p-1 does not show rec-1' }])
  })

  test('a lost answer is tried again: same operation, next attempt, same key unless told otherwise', async () => {
    const { service, device, told, world } = started()
    for (const retry of ['same key', 'fresh key'] as const) {
      const phone = device(`p-${retry[0]}`, { retry })
      edit(phone, 'create', `rec-${retry}`)
      service.play = 'lose the answer'
      expect([await phone.sync(), phone.outbox.size]).toEqual([false, 1])
      service.play = 'carry out'
      expect([await phone.sync(), phone.outbox.size]).toEqual([true, 0])
    }
    const attempts = [...Map.groupBy(told('sent'), ({ op }) => op).values()]
    for (const sent of attempts) expect(sent.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
    expect(attempts.map((sent) => new Set(sent.map(({ key }) => key)).size)).toEqual([1, 4])
    expect(service.live.map(({ body }) => decode(body ?? '')?.record)).toEqual([
      'rec-same key',
      'rec-fresh key',
      'rec-fresh key',
      'rec-fresh key',
      'rec-fresh key',
    ])
    expect(world.ledger.length).toBeGreaterThan(0)
  })

  test('a refused edit is given up, and what was there before is shown again, even after two refusals', async () => {
    const { phone, service, told } = started('p-1')
    edit(phone, 'create')
    await phone.sync()
    edit(phone, 'update')
    edit(phone, 'update')
    service.play = 'refuse'
    await phone.sync()
    expect(told('given up')).toHaveLength(2)
    expect(told('answered').slice(1)).toMatchObject([{ status: 422, because: 'as told' }, { status: 422 }])
    expect([versionsOf(phone), versionsAt(service)]).toEqual([['p-1.1'], ['p-1.1']])
  })

  test('a refused delete brings the record back', async () => {
    const { phone, service } = started('p-1')
    edit(phone, 'create')
    await phone.sync()
    edit(phone, 'delete')
    expect(versionsOf(phone)).toEqual([])
    service.play = 'refuse'
    await phone.sync()
    expect([versionsOf(phone), phone.store.tombstones.size]).toEqual([['p-1.1'], 0])
  })

  test('a version that the service merged keeps its old tag until it is pulled', async () => {
    const { phone, service } = started('p-1')
    edit(phone, 'create', 'rec-1', 'contacts')
    await phone.sync()
    service.merges = true
    edit(phone, 'update', 'rec-1', 'contacts')
    edit(phone, 'update', 'rec-1', 'contacts')
    await phone.push(3)
    expect(service.pushed.map(({ basedOn }) => basedOn)).toEqual([undefined, 't1.1', 't1.1'])
    await phone.pull()
    expect([...phone.store.all()].map(({ tag }) => tag)).toEqual(['t1.3'])
  })

  test('edits queue while offline, and go out in order', async () => {
    const { phone, service } = started('p-1')
    phone.online = false
    edit(phone, 'create')
    edit(phone, 'update')
    edit(phone, 'create', 'rec-2')
    expect([await phone.sync(), service.pushed.length]).toEqual([false, 0])
    phone.online = true
    await phone.sync()
    expect(service.pushed.map(({ id, basedOn }) => [id, basedOn])).toEqual([
      ['rec-1', undefined],
      ['id-1', 't1.1'],
      ['rec-2', undefined],
    ])
    expect(versionsAt(service)).toEqual(['p-1.2', 'p-1.3'])
  })

  test('volatile memory is gone after a power cycle, the outbox too; the next edit has a new number', async () => {
    const { phone, service, told } = started('p-1')
    edit(phone, 'create')
    await phone.sync()
    edit(phone, 'create', 'rec-2')
    expect(phone.loseMemory().toSorted()).toEqual(['rec-1', 'rec-2'])
    expect([versionsOf(phone), phone.outbox.size, told('given up').length]).toEqual([[], 0, 1])
    await phone.sync()
    edit(phone, 'update')
    await phone.sync()
    expect([versionsOf(phone), versionsAt(service)]).toEqual([['p-1.3'], ['p-1.3']])
  })

  test('one request at a time', async () => {
    const { phone } = started('p-1')
    const order: string[] = []
    const act = (name: string) =>
      phone.inTurn(async () => {
        order.push(`${name} begins`)
        await Promise.resolve()
        order.push(`${name} ends`)
      })
    await Promise.all([act('a'), act('b')])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })
})

describe('a device whose server went back', () => {
  async function rolledBack() {
    const run = started('p-1', 'p-2')
    edit(run.phone, 'create')
    await run.phone.sync()
    const copy = run.service.copy()
    edit(run.phone, 'update')
    edit(run.phone, 'create', 'rec-2')
    await run.phone.sync()
    return { ...run, copy }
  }

  test('shows what the server shows, and keeps aside what is newer or unknown there', async () => {
    const { phone, service, copy, told } = await rolledBack()
    service.restore(copy)
    await phone.sync()
    expect(versionsOf(phone)).toEqual(['p-1.1'])
    expect(phone.store.aside.map(named).toSorted()).toEqual(['p-1.2', 'p-1.3'])
    const states = told('device').map(({ state, records }) => [state, records?.toSorted()])
    expect(states).toContainEqual(['set aside', ['rec-1', 'rec-2']])
    expect(states).toContainEqual(['epoch changed', undefined])
  })

  test('an edit of the older version does not claim to have seen the newer one', async () => {
    const { phone, service, copy, told } = await rolledBack()
    service.restore(copy)
    await phone.sync()
    edit(phone, 'update')
    const saws = told('edit')
      .filter(({ record }) => record === 'rec-1')
      .map(({ saw }) => saw)
    const [first = {}, newer = {}, after = {}] = saws
    expect([isSeenBy(first, after), isSeenBy(newer, after)]).toEqual([true, false])
    expect(told('edit').at(-1)).toMatchObject({ version: 'p-1.4', basedOn: ['p-1.1'] })
  })

  test('a deletion that the server has forgotten is kept aside, and the record is shown', async () => {
    const { phone, service } = started('p-1')
    edit(phone, 'create')
    await phone.sync()
    const copy = service.copy()
    edit(phone, 'delete')
    await phone.sync()
    service.restore(copy)
    await phone.sync()
    expect(versionsOf(phone)).toEqual(['p-1.1'])
    expect([...phone.store.deletionsAside.keys()]).toEqual(['id-1'])
  })

  test('an unsent edit is still sent, based on the ancestor that the server shows now', async () => {
    const { phone, service, copy } = await rolledBack()
    phone.online = false
    phone.hangUp()
    edit(phone, 'update')
    service.restore(copy)
    phone.online = true
    expect(await phone.sync()).toBe(true)
    expect(service.pushed.at(-1)?.basedOn).toBe('t1.1')
    expect([versionsOf(phone), versionsAt(service)]).toEqual([['p-1.4'], ['p-1.4']])
    expect(phone.store.aside.map(named).toSorted()).toEqual(['p-1.2', 'p-1.3'])
  })

  test('an unsent update of what the server has lost is refused, and what it built on is kept aside', async () => {
    const { phone, service } = await rolledBack()
    phone.online = false
    phone.hangUp()
    edit(phone, 'update')
    service.restore()
    phone.online = true
    await phone.sync()
    expect([versionsOf(phone), versionsAt(service), phone.outbox.size]).toEqual([[], [], 0])
    expect(phone.store.aside.map(named).toSorted()).toEqual(['p-1.2', 'p-1.3'])
  })

  test('a closed collection is kept as it is, and comes with its cursor once it is open', async () => {
    const { phone, service, copy } = await rolledBack()
    service.restore(copy)
    service.unread = ['notes']
    await phone.sync()
    await phone.sync()
    expect([versionsOf(phone).toSorted(), phone.store.aside]).toEqual([['p-1.2', 'p-1.3'], []])
    service.unread = []
    await phone.sync()
    expect([versionsOf(phone), phone.store.aside.length]).toEqual([['p-1.1'], 2])
  })

  test('nothing goes aside when the restored server has it all', async () => {
    const { phone, other, service } = await rolledBack()
    await other.sync()
    service.restore(service.copy())
    await phone.sync()
    await other.sync()
    for (const device of [phone, other]) {
      expect([versionsOf(device).toSorted(), device.store.aside]).toEqual([['p-1.2', 'p-1.3'], []])
    }
  })
})
