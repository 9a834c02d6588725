/** Copies of a folder that a small service counts in. */

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { client, Wire } from '../clients/index.ts'
import type { Address } from '../runtime/index.ts'
import { service, site, Topology, volume } from '../site/index.ts'
import { engineContract } from './engine.contract.ts'
import { folderCopy } from './index.ts'
import { openScene } from './testing/scene.ts'

const ECHO = fileURLToPath(new URL('../runtime/testing/echo.ts', import.meta.url))
const talk = client({ carries: ['notes'], connect: () => Promise.reject(new Error('nobody syncs here')) })

async function openSite({ keep }: { readonly keep?: number } = {}) {
  const volumes = { disk: volume(), shelf: volume() }
  const echo = service({
    versions: { '1': { command: ['node', ECHO, '/data'] } },
    start: '1',
    data: { '/data': volumes.disk },
    ready: { http: '/health' },
  })
  const nightly = folderCopy({ from: volumes.disk, to: volumes.shelf, ...(keep !== undefined && { keep }) })
  const topology = new Topology(
    site({ services: { echo }, volumes, backups: { nightly }, clients: { api: talk(echo) } }),
  )
  const scene = await openScene({ runtime: 'embedded', topology, services: [echo] })
  const disk = scene.site.volume(volumes.disk)
  const shelf = scene.site.volume(volumes.shelf)
  const count = (at: Address = scene.site.direct(echo)) => countAt(at, '/')
  const add = () => countAt(scene.site.direct(echo), '/count')
  return { ...nightly, scene, disk, shelf, count, add, [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose]() }
}

async function countAt(address: Address, path: string): Promise<number> {
  await using wire = new Wire(() => address)
  return (JSON.parse((await wire.send('GET', path)).text) as { readonly count: number }).count
}

engineContract('folderCopy', { open: openSite, reaches: 'its moment' })

test('a copy brings back every file as it was, and nothing that came later', async () => {
  await using open = await openSite()
  const { engine, scene, disk, add, count } = open
  await add()
  const odd = { 'a b/ä/.hidden': Buffer.from([0, 255, 13, 10]), empty: Buffer.alloc(0) }
  for (const [path, content] of Object.entries(odd)) await disk.write(path, content)
  const claim = await engine.take(scene)
  expect(claim).toMatchObject({ bytes: 5, claims: {} })
  expect(await engine.verify(scene, claim.copy)).toMatchObject({ sound: true })
  await add()
  await disk.write('later', Buffer.from('x'))
  await disk.delete('a b/ä/.hidden')

  expect(await engine.restore(scene, claim.copy, {})).toEqual({ is: 'restored', rows: 3 })
  expect((await disk.list()).map(({ path }) => path)).toEqual(['a b/ä/.hidden', 'counter', 'empty'])
  expect(await disk.read('a b/ä/.hidden')).toEqual(odd['a b/ä/.hidden'])
  expect(await count()).toBe(1)
})

test('a damaged copy is refused with the reason, is unusable in a clean room, and changes nothing', async () => {
  await using open = await openSite()
  const { engine, scene, add, count, shelf } = open
  await add()
  const { copy } = await engine.take(scene)
  await add()
  const path = (await engine.files(scene, copy)).find(({ holds }) => holds === 'rows')?.path ?? ''
  const manifest = (await engine.files(scene, copy)).find(({ holds }) => holds === 'manifest')?.path ?? ''
  const whole = await shelf.read(manifest)
  const leading = JSON.stringify({ taken: '2009-10-01T00:00:00Z', files: [{ path: '../x', bytes: 0, sha256: '' }] })
  for (const [damage, because] of [
    [() => shelf.overwrite(path, 0, Buffer.from('7')), /counter has another digest/],
    [() => shelf.delete(path), /counter is missing/],
    [() => shelf.write(manifest, whole.subarray(0, 20)), /no manifest/],
    [() => shelf.write(manifest, Buffer.from(leading)), /no manifest/],
    [() => shelf.truncate(manifest, 0), /hold nothing/],
    [() => shelf.delete(manifest), /there is no copy/],
  ] as const) {
    await damage()
    expect(await engine.verify(scene, copy)).toMatchObject({ sound: false, because: expect.stringMatching(because) })
    const refused = { because: expect.stringMatching(because) }
    expect(await engine.restore(scene, copy, {})).toMatchObject({ is: 'refused', ...refused })
    expect(await engine.cleanRoom(scene, copy)).toMatchObject({ is: 'unusable', ...refused })
  }
  expect(await count()).toBe(2)
})

test('a copy whose manifest is unreadable is listed all the same', async () => {
  await using open = await openSite()
  const { engine, scene, add, shelf } = open
  await add()
  const { copy } = await engine.take(scene)
  await shelf.delete(`copies/${copy}/manifest.json`)
  expect(await engine.list(scene)).toMatchObject([{ copy, bytes: 1 }])
})

test('a copy on the volume that it is of would hold itself', () => {
  const disk = volume()
  expect(() => folderCopy({ from: disk, to: disk })).toThrow(/expected another volume/)
})
