import { expect, test } from 'vitest'
import { client } from '../clients/index.ts'
import { service, site, Topology, volume, type Service, type Volume } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { awayOf } from './away.ts'

const [disk, cache] = [volume(), volume()]
const common = { versions: { '1': { command: ['true'] } }, start: '1', ready: { logs: /up/ } } as const
const store = service({ ...common, data: { '/data': disk } })
const front = service({ ...common, data: { '/cache': cache }, calls: { store } })
const talk = client({ carries: ['notes'], connect: () => Promise.reject(new Error('nothing runs here')) })
const topology = new Topology(
  site({ services: { store, front }, volumes: { disk, cache }, clients: { api: talk(front) } }),
)

type Status = 'running' | 'paused' | 'ended' | 'failed'

/** The front as it is, with the volumes that are left. */
function away(status: Status, left: readonly Volume[]) {
  const failed = { words: 'exit 1', exit: { code: 1 }, tail: [] }
  const state = () =>
    status === 'failed' ? { status: 'ended', version: '1', exit: 'exit 1', failed } : { status, version: '1' }
  const access = (one: Volume) => ({ exists: () => Promise.resolve(left.includes(one)) })
  const routes = { behind: () => front as Service }
  return awayOf({ topology, routes, site: { state, volume: access } } as unknown as Stage)
}

test('whoever runs, or is paused, may answer', async () => {
  expect([await away('running', []), await away('paused', [])]).toEqual([undefined, undefined])
})

test('one that somebody ended and nobody started again is gone, whatever its disk holds', async () => {
  expect(await away('ended', [disk, cache])).toMatchObject({ state: 'gone' })
})

test('one that failed may hold everything while all disks behind it are there; else it is gone', async () => {
  const states = await Promise.all(
    [[disk, cache], [disk], [cache], []].map(async (left) => (await away('failed', left))?.state),
  )
  expect(states).toEqual(['unreadable', 'gone', 'gone', 'gone'])
  expect((await away('failed', [disk, cache]))?.because).toBe('front is not running (exit 1)')
})
