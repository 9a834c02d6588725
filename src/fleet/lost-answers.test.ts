import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '../records/index.ts'
import type { Device } from './device.ts'
import { PaperService, paperWorld, type Play } from './fixture.ts'

let ops = 0
function edit(device: Device, change: 'create' | 'update' | 'delete', record = 'rec-1'): void {
  ops += 1
  device.edit(
    { op: `op-${ops}`, device: device.name, account: 'a01', class: 'notes', record, change },
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

  test('show the same as the service in the end, whatever was lost on the way', async () => {
    const act = fc.record({
      by: fc.constantFrom(0, 1),
      does: fc.constantFrom('create', 'update', 'delete', 'sync', 'sync', 'sync', 'copy', 'restore'),
      record: fc.nat({ max: 3 }),
      play: fc.constantFrom<Play[]>('carry out', 'lose the answer', 'be silent', 'refuse'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 40 }), async (acts) => {
        const { phone, other, service } = started('p-1', 'p-2')
        const both = [phone, other]
        const records: string[] = []
        let copy = service.copy()
        for (const { by, does, record, play } of acts) {
          const device = both[by] as Device
          service.play = play
          if (does === 'create') records.push(`rec-${records.length}`)
          if (does === 'copy') copy = service.copy()
          else if (does === 'restore') service.restore(copy)
          else if (does === 'sync') await device.sync()
          else edit(device, does, (does === 'create' ? records.at(-1) : records[record % records.length]) ?? 'none')
        }
        service.play = 'carry out'
        for (let round = 0; round < 2; round += 1) for (const device of both) expect(await device.sync()).toBe(true)
        const there = versionsAt(service)
        expect(both.map((device) => versionsOf(device))).toEqual([there, there])
      }),
      { numRuns: 300 },
    )
  })
})
