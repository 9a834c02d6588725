/** What the ledger is told of copies whose jobs give names, prune and fail as they like. */

import { expect, test } from 'vitest'
import type { BackupScene, EngineBackup } from '../backups/index.ts'
import { client } from '../clients/index.ts'
import { DrillClock } from '../kernel/index.ts'
import type { Entry, Ledger } from '../ledger/index.ts'
import { service, site, Topology, volume, type Service, type Volume } from '../site/index.ts'
import { Copies } from './copies.ts'

const notHere = () => Promise.reject(new Error('nothing runs here'))

/** A script that takes these one after the other, and keeps the last two. */
function scripts(of: Service, to: Volume, names: readonly string[]): EngineBackup<never> {
  const left = [...names]
  let there: readonly string[] = []
  const claimOf = (copy: string) => ({ copy, taken: '', bytes: 1, claims: {} })
  const engine = {
    serves: of,
    mistakes: [],
    prunes: true,
    files: notHere,
    verify: notHere,
    restore: notHere,
    cleanRoom: notHere,
    take() {
      const copy = left.shift()
      if (copy === undefined) return Promise.reject(new Error('no space left'))
      there = [...there.filter((one) => one !== copy), copy].slice(-2)
      return Promise.resolve(claimOf(copy))
    },
    list: () => Promise.resolve(there.map(claimOf)),
  } as const
  return { is: 'backup', can: [], of, to, engine }
}

function opened(own: readonly string[], others: readonly string[] = []) {
  const [disk, shelf] = [volume(), volume()]
  const sync = service({
    versions: { '1': { command: ['x'] } },
    start: '1',
    data: { '/data': disk },
    ready: { http: '/' },
  })
  const talk = client({ carries: ['notes'], connect: notHere })
  const backups = { own: scripts(sync, shelf, own), other: scripts(sync, shelf, others) }
  const parts = site({ services: { sync }, volumes: { disk, shelf }, backups, clients: { api: talk(sync) } })
  const said: string[] = []
  const append = (entry: Entry) => {
    if (entry.is === 'copy' && entry.state !== 'begin') said.push(`${entry.backup} ${entry.copy} ${entry.state}`)
  }
  const ledger = { append, flush: () => Promise.resolve() } as unknown as Ledger
  const scene = { topology: new Topology(parts) } as BackupScene
  return { copies: new Copies(scene, ledger, new DrillClock()), said, ...backups }
}

test('what a script does not list any more is gone, though nobody said how many it keeps', async () => {
  const { copies, said, own } = opened(['a', 'b', 'c'])
  for (let round = 0; round < 3; round += 1) await copies.take(own)
  expect(said).toEqual(['own a claimed ok', 'own b claimed ok', 'own c claimed ok', 'own a deleted'])
  expect(copies.taken.map(({ copy }) => copy)).toEqual(['b', 'c'])
})

test('a name that is given again means that what had it is overwritten', async () => {
  const { copies, said, own } = opened(['today', 'today'])
  const step = {}
  await copies.take(own, step)
  await copies.take(own)
  expect(said).toEqual(['own today claimed ok', 'own today deleted', 'own today claimed ok'])
  expect([copies.taken.length, copies.madeBy(step)]).toEqual([1, undefined])
})

test('a name that another backup has given tells nothing apart: there is no copy', async () => {
  const { copies, said, own, other } = opened(['today'], ['today'])
  await copies.take(own)
  expect(await copies.take(other)).toEqual({
    failed: expect.objectContaining({
      message: "expected copies with names of their own, got 'today', which 'own' has too",
    }),
  })
  expect(said).toEqual(['own today claimed ok', 'other other/2 failed'])
})

test('a job that fails is told, and leaves no copy', async () => {
  const { copies, said, own } = opened([])
  expect(await copies.take(own)).toEqual({ failed: new Error('no space left') })
  expect([said, copies.taken]).toEqual([['own own/1 failed'], []])
})
