import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { Wire, type Session } from '../clients/index.ts'
import { engineContract } from '../backups/engine.contract.ts'
import { openScene } from '../backups/testing/scene.ts'
import { encode, type CollectionName } from '../records/index.ts'
import { site, Topology, volume, type Volume } from '../site/index.ts'
import { specimen, specimenBackup, specimenClient } from './index.ts'

/** One disk, a shelf for copies on it or elsewhere, and the service running. */
async function openSite({ copiesOn, keep = 2 }: { readonly copiesOn: 'san' | 'vault'; readonly keep?: number }) {
  await using opened = new AsyncDisposableStack()
  const volumes = { san: volume(), vault: volume() }
  const sync = specimen({ data: volumes.san })
  const nightly = specimenBackup({ from: sync, to: volumes[copiesOn], keep })
  const topology = new Topology(
    site({ services: { sync }, volumes, backups: { nightly }, clients: { api: specimenClient(sync) } }),
  )
  const scene = opened.use(await openScene({ runtime: 'embedded', topology, services: [sync] }))
  const wire = opened.use(new Wire(() => scene.site.direct(sync)))
  const session = (user: string, to = wire) =>
    to.session(specimenClient(sync).definition.connect, { user, password: { is: 'secret', reveal: () => `${user}'s` } })
  const renew = async (disk: Volume) => {
    await scene.site.kill(sync)
    await scene.site.replaceVolume(disk)
    await scene.site.start(sync)
  }
  const all = opened.move()
  return { scene, ...nightly, ...volumes, sync, session, renew, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

let made = 0

async function write(session: Session, collection: CollectionName, blob?: Uint8Array): Promise<string> {
  made += 1
  const named = blob && {
    sha256: createHash('sha256').update(blob).digest('hex'),
    bytes: blob.length,
    type: 'image/jpeg',
  }
  const fields = { title: `number ${made}`, ...(named && { blob: named }) }
  const body = encode({ record: `rec-${made}`, version: `phone.${made}`, fields })
  const change = {
    collection,
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

engineContract('specimenBackup', {
  reaches: 'its moment',
  async open({ keep = 9 }) {
    const open = await openSite({ copiesOn: 'vault', keep })
    const { engine, scene, vault, sync, session, [Symbol.asyncDispose]: dispose } = open
    const add = async () => write(await session('ann'), 'notes')
    const count = async (at = scene.site.direct(sync)) => {
      await using wire = new Wire(() => at)
      return (await recordsIn(await session('ann', wire))).length
    }
    return { engine, scene, shelf: scene.site.volume(vault), add, count, [Symbol.asyncDispose]: dispose }
  },
})

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
  const photo = (await again.pull()).rows.find((row) => row.collection === 'photos')
  expect(photo?.blob).toEqual(bytes)
})

test('a restore by collection or by account brings back no more', async () => {
  await using open = await openSite({ copiesOn: 'vault' })
  const { engine, scene, session, renew, san } = open
  const [ann, bob] = [await session('ann'), await session('bob')]
  const contact = await write(ann, 'contacts')
  const note = await write(ann, 'notes')
  const bobs = await write(bob, 'contacts')
  const { copy } = await engine.take(scene)
  await renew(san)
  await engine.restore(scene, copy, { collections: ['notes'], accounts: ['ann'] })
  expect(await recordsIn(await session('ann'))).toEqual([note])
  expect(await recordsIn(await session('bob'))).toEqual([])
  await engine.restore(scene, copy, { collections: ['contacts'] })
  expect(await recordsIn(await session('ann'))).toEqual([contact, note].toSorted())
  expect(await recordsIn(await session('bob'))).toEqual([bobs])
})

test('copies on the disk of the data go with it', async () => {
  await using open = await openSite({ copiesOn: 'san' })
  const { engine, scene, session, renew, san } = open
  await write(await session('ann'), 'calendar')
  const { copy } = await engine.take(scene)
  await renew(san)
  expect(await engine.list(scene)).toEqual([])
  expect(await engine.restore(scene, copy, {})).toMatchObject({ is: 'refused' })
})

test('two backups of one specimen have shelves of their own', () => {
  const [san, vault] = [volume(), volume()]
  const sync = specimen({ data: san })
  const backups = {
    near: specimenBackup({ from: sync, to: san }),
    far: specimenBackup({ from: sync, to: vault, every: '1d' }),
  }
  const topology = new Topology(
    site({ services: { sync }, volumes: { san, vault }, backups, clients: { api: specimenClient(sync) } }),
  )
  expect(topology.mountsOf(sync)).toEqual({ '/data': san, '/backups/shelf-1': san, '/backups/shelf-2': vault })
  expect(backups.far.everyMs).toBe(86_400_000)
})
