/** `pgArchive` of a specimen that keeps its rows in PostgreSQL, on real servers in containers. */

import { describe, expect, test } from 'vitest'
import { engineContract } from '../backups/engine.contract.ts'
import { pgArchive } from '../backups/index.ts'
import { isWithoutEngine } from '../runtime/testing/engine.ts'
import { archived, openBackedUp } from './testing/backed-up.ts'

describe.skipIf(isWithoutEngine)('on PostgreSQL', () => {
  engineContract('pgArchive', {
    reaches: 'the end of the log',
    open: (job) => openBackedUp(({ db, vault }) => pgArchive({ from: db, to: vault, ...job }), archived),
  })

  test('the log goes with the copies that needed it, and no segment that a kept one needs', async () => {
    await using open = await openBackedUp(({ db, vault }) => pgArchive({ from: db, to: vault, keep: 1 }), archived)
    const { engine, scene, shelf } = open
    const segments = async () =>
      (await shelf.list()).flatMap(({ path }) => /^wal\/([0-9A-F]{24})$/.exec(path)?.[1] ?? [])
    await open.add()
    await engine.take(scene)
    const [first] = (await segments()).toSorted()
    expect(first).toMatch(/^0{7}1/)
    await open.add()
    const { copy } = await engine.take(scene)
    expect(await segments()).not.toContain(first)
    await open.add()
    const room = await engine.cleanRoom(scene, copy)
    if (room.is !== 'serving') throw new Error(room.because)
    await using serving = room
    expect(await open.count(serving.address)).toBe(3)
  })

  test('a restore begins a new timeline, which is another epoch to devices', async () => {
    await using open = await openBackedUp(({ db, vault }) => pgArchive({ from: db, to: vault }), archived)
    const { engine, scene } = open
    const timeline = () => open.psql('SELECT timeline_id FROM pg_control_checkpoint()')
    await open.add()
    const { copy } = await engine.take(scene)
    const { cursor = '' } = await open.pull()
    expect([await timeline(), (await open.pull(cursor)).kind]).toEqual(['1', 'delta'])
    await engine.restore(scene, copy, {})
    expect([await timeline(), (await open.pull(cursor)).kind]).toEqual(['2', 'full'])
  })
})
