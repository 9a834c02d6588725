import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '../records/index.ts'
import type { Device } from './device.ts'
import { PaperService, paperWorld, type Play } from './fixture.ts'

let ops = 0
function edit(device: Device, change: 'create' | 'update' | 'delete', record = 'rec-1'): void {
  ops += 1
  device.edit(
    { op: `op-${ops}`, device: device.name, account: 'a01', collection: 'notes', record, change },
    { values: 'realistic' },
  )
}
/** Sorted. */
const versionsOf = (device: Device): readonly string[] =>
  sorted([...device.store.all()].map(({ entry }) => entry.version))
const versionsAt = ({ live }: PaperService): readonly string[] =>
  sorted(live.map(({ body }) => decode(body ?? '')?.version))
const sorted = (versions: readonly (string | undefined)[]) => versions.map((version = 'none') => version).toSorted()

function started(...names: readonly string[]) {
  const service = new PaperService()
  const paper = paperWorld(service)
  const [phone, other] = names.map((name) => paper.device(name)) as [Device, Device]
  return { service, phone, other }
}

describe('devices whose answers are lost', () => {
  /** The answer of `phone`'s last edit is lost, and `other` edits on top of it before `phone` tries again. */
  async function overtaken(change: 'create' | 'update', by: 'update' | 'delete') {
    const run = started('p-1', 'p-2')
    const { phone, other, service } = run
    if (change === 'update') edit(phone, 'create')
    await phone.sync()
    edit(phone, change)
    service.play = 'lose the answer'
    await phone.sync()
    service.play = 'carry out'
    await other.sync()
    edit(other, by)
    await other.sync()
    await phone.sync()
    await phone.sync()
    return run
  }

  test.each(['create', 'update'] as const)(
    'a late answer to %s takes no later version from the display',
    async (change) => {
      const { phone, other, service } = await overtaken(change, 'update')
      expect([versionsOf(phone), versionsOf(other)]).toEqual([versionsAt(service), versionsAt(service)])
      expect(versionsAt(service)).toEqual(['p-2.1'])
    },
  )

  test.each(['create', 'update'] as const)(
    'a late answer to %s brings back nothing that was deleted',
    async (change) => {
      const { phone, service } = await overtaken(change, 'delete')
      expect([versionsOf(phone), versionsAt(service)]).toEqual([[], []])
    },
  )

  test('a deletion that was heard of before the late answer is not forgotten, in a full view either', async () => {
    const { phone, other, service } = started('p-1', 'p-2')
    edit(phone, 'create')
    service.play = 'lose the answer'
    await phone.sync()
    service.play = 'carry out'
    await other.sync()
    edit(other, 'delete')
    await other.sync()
    await phone.pull()
    expect([...phone.store.tombstones.keys()]).toEqual(['id-1'])
    await phone.sync()
    expect([versionsOf(phone), [...phone.store.tombstones.keys()]]).toEqual([[], ['id-1']])
  })

  test('what was pulled before it was deleted does not come back from a service that only lists', async () => {
    const { phone, service } = started('p-1')
    service.lists = 'plainly'
    await phone.sync()
    edit(phone, 'create')
    service.play = 'lose the answer'
    await phone.sync()
    await phone.pull()
    edit(phone, 'delete')
    service.play = 'carry out'
    await phone.sync()
    expect([versionsOf(phone), versionsAt(service)]).toEqual([[], []])
  })

  test.each(['never', 'and what was put'] as const)(
    'show the same as the service in the end; it lists %s',
    async (lists) => {
      const play = fc.constantFrom<Play[]>(
        'carry out',
        'carry out',
        'lose the answer',
        'lose the answer',
        'be silent',
        'refuse',
      )
      const change = fc.constantFrom('create', 'update', 'update', 'delete', 'none')
      /** Somebody edits and syncs, then the other one does. */
      const round = fc.record({
        by: fc.constantFrom(0, 1),
        did: fc.tuple(fc.record({ change, play }), fc.record({ change, play })),
        record: fc.nat({ max: 2 }),
        server: fc.constantFrom('stays', 'stays', 'stays', 'stays', 'is copied', 'is restored'),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 12 }), async (rounds) => {
          const { phone, other, service } = started('p-1', 'p-2')
          const both = [phone, other] as const
          const records: string[] = []
          let copy = service.copy()
          for (const { by, did, record, server } of rounds) {
            for (const [place, { change: its, play: answer }] of did.entries()) {
              const device = both[(by + place) % 2] as Device
              if (its === 'create') records.push(`rec-${records.length}`)
              const name = its === 'create' ? records.at(-1) : records[record % records.length]
              if (its !== 'none') edit(device, its, name)
              service.play = answer
              await device.sync()
            }
            if (server === 'is copied') copy = service.copy()
            // A list has no epoch: whoever restores it tells nobody.
            if (server === 'is restored' && lists === 'never') service.restore(copy)
          }
          service.play = 'carry out'
          for (let turn = 0; turn < 2; turn += 1) for (const device of both) expect(await device.sync()).toBe(true)
          const there = versionsAt(service)
          expect(both.map((device) => versionsOf(device))).toEqual([there, there])
        }),
        { numRuns: 500 },
      )
    },
  )
})
