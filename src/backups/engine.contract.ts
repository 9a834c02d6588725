/** What every backup engine keeps, whatever it copies, and on every runtime that it works on. */

import { describe, expect, test } from 'vitest'
import type { Address, VolumeAccess } from '../runtime/index.ts'
import type { BackupScene, CleanCopy, CopyFile, Engine } from './engine.ts'

/** A site with something to copy in it. */
export interface Copied extends AsyncDisposable {
  readonly engine: Engine
  readonly scene: BackupScene
  /** Where the copies lie. */
  readonly shelf: VolumeAccess
  /** One thing more, acknowledged. */
  add(): Promise<unknown>
  /** How many things there are, in the service or in what a clean room serves. */
  count(at?: Address): Promise<number>
}

export interface Subject {
  open(job: { readonly keep?: number }): Promise<Copied>
  /** How much a copy brings back: what there was when it was taken, or all that was written since, too. */
  readonly reaches: 'its moment' | 'the end of the log'
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const KIB = 1_024

/** Of the file that holds the rows. */
const DAMAGES: Readonly<Record<string, (shelf: VolumeAccess, file: CopyFile) => Promise<void>>> = {
  'that is empty': (shelf, { path }) => shelf.truncate(path, 0),
  'that is cut in half': (shelf, { path, bytes }) => shelf.truncate(path, Math.floor(bytes / 2)),
  'that begins with zeros': (shelf, { path, bytes }) =>
    shelf.overwrite(path, 0, Buffer.alloc(Math.min(bytes, KIB ** 2))),
  'whose rows are gone': (shelf, { path }) => shelf.delete(path),
}

export function engineContract(name: string, subject: Subject): void {
  describe(`${name}: as every engine`, () => {
    const reached = (then: number, now: number) => (subject.reaches === 'its moment' ? then : now)

    test('a copy brings back what there was', async () => {
      await using open = await subject.open({})
      const { engine, scene } = open
      await open.add()
      await open.add()
      const claim = await engine.take(scene)
      expect(claim).toMatchObject({ taken: expect.stringMatching(ISO) })
      expect(claim.bytes).toBeGreaterThan(0)
      expect(await engine.list(scene)).toEqual([claim])
      expect(await engine.verify(scene, claim.copy)).toMatchObject({ sound: true })
      await open.add()

      const outcome = await engine.restore(scene, claim.copy, {})
      expect(outcome).toMatchObject({ is: 'restored' })
      expect('rows' in outcome && outcome.rows).toBeGreaterThan(0)
      expect(await open.count()).toBe(reached(2, 3))
      await open.add()
      expect(await open.count()).toBe(reached(3, 4))
    })

    test('a clean room serves what a copy holds, while the service goes on', async () => {
      await using open = await subject.open({})
      const { engine, scene } = open
      await open.add()
      const { copy } = await engine.take(scene)
      await open.add()
      await using room = serving(await engine.cleanRoom(scene, copy))
      await open.add()
      expect([await open.count(room.address), await open.count()]).toEqual([reached(1, 2), 3])
    })

    test('only so many copies are kept, the newest ones', async () => {
      await using open = await subject.open({ keep: 2 })
      const { engine, scene, shelf } = open
      await open.add()
      const copies = [await engine.take(scene), await engine.take(scene), await engine.take(scene)]
      const [oldest, ...kept] = copies.map(({ copy }) => copy)
      expect((await engine.list(scene)).map(({ copy }) => copy)).toEqual(kept)
      expect((await shelf.list()).filter(({ path }) => path.includes(oldest ?? ''))).toEqual([])
      await using room = serving(await engine.cleanRoom(scene, kept[0] ?? ''))
      expect(await open.count(room.address)).toBe(1)
    })

    test(`a copy ${Object.keys(DAMAGES).join(', ')} is refused with the reason, and changes nothing`, async () => {
      await using open = await subject.open({})
      const { engine, scene, shelf } = open
      await open.add()
      expect([await engine.list(scene), await engine.files(scene, 'none')]).toEqual([[], []])
      await refuses(open, 'none', 1, 'that nobody took')
      const sound = await engine.take(scene)
      let there = 1
      for (const [what, damage] of Object.entries(DAMAGES)) {
        const { copy } = await engine.take(scene)
        // What is newer than the copy goes, where one that is refused was restored after all.
        await open.add()
        there += 1
        const file = (await engine.files(scene, copy)).find(({ holds }) => holds === 'rows')
        if (!file) throw new Error('the copy has no rows')
        await damage(shelf, file)
        await refuses(open, copy, there, what)
      }
      await using room = serving(await engine.cleanRoom(scene, sound.copy))
      expect(await open.count(room.address)).toBe(reached(1, there))
    })
  })
}

async function refuses(open: Copied, copy: string, left: number, what: string): Promise<void> {
  const { engine, scene } = open
  const because = expect.stringMatching(/\w \w/)
  expect([what, await engine.restore(scene, copy, {})]).toMatchObject([what, { is: 'refused', because }])
  expect([what, await engine.cleanRoom(scene, copy)]).toMatchObject([what, { is: 'unusable', because }])
  expect([what, await open.count()]).toEqual([what, left])
}

function serving(room: CleanCopy) {
  if (room.is === 'serving') return room
  throw new Error(room.because)
}
