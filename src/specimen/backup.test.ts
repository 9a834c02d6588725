import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { http, Wire, type Session } from '../clients/index.ts'
import type { BackupScene } from '../backups/index.ts'
import { uniqueName } from '../kernel/index.ts'
import { encode, type RecordClass } from '../records/index.ts'
import { chooseRuntime, openReaper } from '../runtime/index.ts'
import { site, Topology, volume, type Volume } from '../site/index.ts'
import { specimen, specimenBackup } from './index.ts'

/** One disk, a shelf for copies on it or elsewhere, and the service running. */
async function openSite({ copiesOn }: { readonly copiesOn: 'san' | 'vault' }) {
  await using opened = new AsyncDisposableStack()
  const run = `specimen-${uniqueName()}`
  const logs = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(logs, { recursive: true }))
  const reaper = await openReaper(run)
  opened.defer(async () => expect((await reaper.reap()).left).toEqual([]))
  const volumes = { san: volume(), vault: volume() }
  const sync = specimen({ data: volumes.san })
  const nightly = specimenBackup({ of: sync, to: volumes[copiesOn], keep: 2 })
  const topology = new Topology(
    site({ services: { sync }, volumes, backups: { nightly }, clients: { api: http(sync) } }),
  )
  const { runtime } = await chooseRuntime('embedded', [])
  const running = opened.use(await runtime.open(topology, { run, journal: reaper.journal, logs }))
  const wire = new Wire(() => running.direct(sync))
  opened.defer(() => wire.hangUp())
  await running.start(sync)
  const session = (user: string, to = wire) =>
    http(sync).definition.connect(to.send, { user, password: { is: 'secret', reveal: () => `${user}'s` } })
  const scene: BackupScene = { site: running, topology }
  const renew = async (disk: Volume) => {
    await running.kill(sync)
    await running.replaceVolume(disk)
    await running.start(sync)
  }
  const all = opened.move()
  return { scene, ...nightly, ...volumes, sync, session, renew, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

let made = 0

async function write(session: Session, recordClass: RecordClass, blob?: Uint8Array): Promise<string> {
  made += 1
  const named = blob && {
    sha256: createHash('sha256').update(blob).digest('hex'),
    bytes: blob.length,
    type: 'image/jpeg',
  }
  const fields = { title: `number ${made}`, ...(named && { blob: named }) }
  const body = encode({ record: `rec-${made}`, version: `phone.${made}`, fields })
  const change = {
    class: recordClass,
    id: `rec-${made}`,
    as: 'new',
    body,
    blob,
    basedOn: undefined,
    key: `k${made}`,
  } as const
  expect(await session.push(change)).toMatchObject({ is: 'acked' })
  return `rec-${made}`
}

const recordsIn = async (session: Session): Promise<readonly string[]> =>
  (await session.pull()).rows.flatMap(({ body }) => /"record":"([^"]+)"/.exec(body ?? '')?.[1] ?? []).toSorted()

test('a copy brings back everything, photos with their bytes, onto a new disk', async () => {
  await using open = await openSite({ copiesOn: 'vault' })
  const { engine, scene, session, renew, san } = open
  const ann = await session('ann')
  const bytes = new Uint8Array(50_000).fill(7)
  const written = [await write(ann, 'contacts'), await write(ann, 'photos', bytes)].toSorted()
  const claim = await engine.take(scene)
  expect(claim.claims).toMatchObject({ contacts: 1, photos: 1 })
  expect(await engine.verify(scene, claim.copy)).toMatchObject({ sound: true })

  await renew(san)
  expect(await recordsIn(await session('ann'))).toEqual([])
  expect(await engine.list(scene)).toEqual([claim])
  expect(await engine.restore(scene, claim.copy, {})).toEqual({ is: 'restored', rows: 2 })
  const again = await session('ann')
  expect(await recordsIn(again)).toEqual(written)
  const photo = (await again.pull()).rows.find((row) => row.class === 'photos')
  expect(photo?.blob).toEqual(bytes)
})

test('a restore by class or by account brings back no more', async () => {
  await using open = await openSite({ copiesOn: 'vault' })
  const { engine, scene, session, renew, san } = open
  const [ann, bob] = [await session('ann'), await session('bob')]
  const contact = await write(ann, 'contacts')
  const note = await write(ann, 'notes')
  const bobs = await write(bob, 'contacts')
  const { copy } = await engine.take(scene)
  await renew(san)
  await engine.restore(scene, copy, { classes: ['notes'], accounts: ['ann'] })
  expect(await recordsIn(await session('ann'))).toEqual([note])
  expect(await recordsIn(await session('bob'))).toEqual([])
  await engine.restore(scene, copy, { classes: ['contacts'] })
  expect(await recordsIn(await session('ann'))).toEqual([contact, note].toSorted())
  expect(await recordsIn(await session('bob'))).toEqual([bobs])
})

test('a damaged copy is refused, found unusable in a clean room, and changes nothing', async () => {
  await using open = await openSite({ copiesOn: 'vault' })
  const { engine, scene, session, vault } = open
  const ann = await session('ann')
  await write(ann, 'notes')
  const { copy } = await engine.take(scene)
  const after = await write(ann, 'notes')
  const shelf = scene.site.volume(vault)
  const file = (await shelf.list()).find(({ path }) => path.includes(copy) && path.endsWith('.sqlite'))
  if (!file) throw new Error('the copy has no database')
  await shelf.overwrite(file.path, 0, Buffer.alloc(file.bytes))
  expect(await engine.verify(scene, copy)).toMatchObject({ sound: false })
  expect(await engine.restore(scene, copy, {})).toMatchObject({
    is: 'refused',
    because: expect.stringMatching(/\w+ \w+/),
  })
  expect(await engine.cleanRoom(scene, copy)).toMatchObject({ is: 'unusable' })
  expect(await recordsIn(await session('ann'))).toContain(after)
})

test('a clean room serves what the copy holds, and not what came later', async () => {
  await using open = await openSite({ copiesOn: 'san' })
  const { engine, scene, session } = open
  const ann = await session('ann')
  const early = await write(ann, 'tasks')
  const { copy } = await engine.take(scene)
  const late = await write(ann, 'tasks')
  const room = await engine.cleanRoom(scene, copy)
  if (room.is !== 'serving') throw new Error(room.because)
  await using serving = room
  await using wire = new Wire(() => serving.address)
  expect(await recordsIn(await session('ann', wire))).toEqual([early])
  expect(await recordsIn(ann)).toEqual([early, late].toSorted())
})

test('copies on the disk of the data go with it, and only so many are kept', async () => {
  await using open = await openSite({ copiesOn: 'san' })
  const { engine, scene, session, renew, san } = open
  await write(await session('ann'), 'calendar')
  const copies = [await engine.take(scene), await engine.take(scene), await engine.take(scene)]
  expect((await engine.list(scene)).map(({ copy }) => copy)).toEqual(copies.slice(1).map(({ copy }) => copy))
  await renew(san)
  expect(await engine.list(scene)).toEqual([])
  expect(await engine.restore(scene, copies[2]?.copy ?? '', {})).toMatchObject({ is: 'refused' })
})

test('two backups of one specimen have shelves of their own', () => {
  const [san, vault] = [volume(), volume()]
  const sync = specimen({ data: san })
  const backups = {
    near: specimenBackup({ of: sync, to: san }),
    far: specimenBackup({ of: sync, to: vault, every: '1d' }),
  }
  const topology = new Topology(
    site({ services: { sync }, volumes: { san, vault }, backups, clients: { api: http(sync) } }),
  )
  expect(topology.mountsOf(sync)).toEqual({ '/data': san, '/backups/shelf-1': san, '/backups/shelf-2': vault })
  expect(backups.far.everyMs).toBe(86_400_000)
})
