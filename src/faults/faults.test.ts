import { expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import {
  editAll,
  healsByContract,
  keepsTheContract,
  openScene,
  smallSite,
  type Case,
  type SmallSite,
} from './fault.contract.ts'
import type { Damage } from './fault.ts'
import {
  cutLink,
  destroy,
  flipPages,
  goOffline,
  factoryReset,
  killService,
  loseAcks,
  pauseService,
  powerCycle,
  replaceDevice,
  resetLink,
  restartService,
  sliceLink,
  slowLink,
  stopService,
  throttleLink,
  timeOutLink,
  zeroPages,
} from './index.ts'

const dead: NonNullable<Case['prevent']> = ({ site }, { rows }) => site.kill(rows)
const empty: NonNullable<Case['prevent']> = async ({ site }, { rows, disk }) => {
  await site.kill(rows)
  await site.volume(disk).clear()
}

const CASES: readonly Case[] = [
  { name: 'killService', make: ({ rows }) => killService(rows), prevent: dead },
  { name: 'stopService', make: ({ rows }) => stopService(rows), prevent: dead },
  { name: 'pauseService', make: ({ rows }) => pauseService(rows), prevent: dead },
  { name: 'restartService', make: ({ rows }) => restartService(rows), prevent: dead },
  { name: 'cutLink', make: ({ rows }) => cutLink(rows.link), meet: editAll },
  { name: 'slowLink', make: ({ rows }) => slowLink(rows.link, { by: '50ms' }), meet: editAll },
  { name: 'throttleLink', make: ({ rows }) => throttleLink(rows.link, { rate: '10kB/s' }), meet: editAll },
  { name: 'sliceLink', make: ({ rows }) => sliceLink(rows.link, { bytes: 16 }), meet: editAll },
  { name: 'timeOutLink', make: ({ rows }) => timeOutLink(rows.link, { after: '100ms' }), meet: editAll },
  { name: 'resetLink', make: ({ rows }) => resetLink(rows.link), meet: editAll },
  { name: 'loseAcks', make: ({ rows }) => loseAcks(rows.link, { every: 2 }), meet: editAll },
  { name: 'goOffline', make: ({ phones }) => goOffline(phones), meet: editAll },
  { name: 'zeroPages', make: ({ disk }) => zeroPages(disk), prevent: empty },
  { name: 'flipPages', make: ({ disk }) => flipPages(disk, { share: '50%' }), prevent: empty },
  {
    name: 'destroy',
    make: ({ disk }) => destroy(disk),
    prevent: async ({ site }, { rows, disk }) => {
      await site.kill(rows)
      await site.volume(disk).remove()
    },
  },
  {
    name: 'powerCycle',
    make: ({ phones }) => powerCycle(phones),
    makeEmpty: ({ phones }) => powerCycle(phones.except(phones)),
  },
  {
    name: 'factoryReset',
    make: ({ phones }) => factoryReset(phones),
    makeEmpty: ({ phones }) => factoryReset(phones.except(phones)),
  },
  {
    name: 'replaceDevice',
    make: ({ phones }) => replaceDevice(phones),
    makeEmpty: ({ phones }) => replaceDevice(phones.except(phones)),
  },
]

for (const each of CASES) keepsTheContract(each)
for (const each of CASES.filter(({ make }) => make(smallSite()).is === 'fault')) healsByContract(each)

test('what SQLite says when all of it, some of it, or its bits are gone', async () => {
  const said = async (make: (small: SmallSite) => Damage, seed = 'seed') => {
    const small = smallSite()
    await using open = await openScene(small)
    const inflicted = await make(small).inject(open.scene, new Random(seed))
    return { ...(await inflicted.witness()), took: inflicted.took }
  }
  const whole = await said(({ disk }) => zeroPages(disk))
  expect(whole.what).toContain('rows.sqlite: file is not a database')
  expect(whole.took).toEqual([{ kind: 'volume', volume: 'disk' }])
  const partly = await said(({ disk }) => zeroPages(disk, { share: '20%' }), 'not the first page')
  expect(partly.what).toContain('malformed')
  expect(partly.took).toBeUndefined()
  expect((await said(({ disk }) => flipPages(disk, { share: '50%' }))).what).toContain('malformed')
})

test('a thin line that is wide enough, and pieces that hold every answer, have touched nothing', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const wide = await throttleLink(small.rows.link, { rate: '100MB/s' }).inject(open.scene, new Random('a'))
  const large = await sliceLink(small.rows.link, { bytes: 60_000 }).inject(open.scene, new Random('b'))
  expect(await editAll(open.scene, small)).not.toContain(false)
  expect(await wide.witness()).toMatchObject({ what: expect.stringMatching(/^[1-9]\d* answers/), count: 0 })
  expect(await large.witness()).toMatchObject({ what: expect.stringMatching(/^[1-9]\d* answers/), count: 0 })
})

test('a slice of no bytes is refused', () => {
  expect(() => sliceLink(smallSite().rows.link, { bytes: 0 })).toThrow('sliceLink: bytes: expected a whole number')
})

test('two faults on one link heal one by one', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const slow = await slowLink(small.rows.link, { by: '5ms' }).inject(open.scene, new Random('a'))
  const cut = await cutLink(small.rows.link).inject(open.scene, new Random('b'))
  await cut.heal()
  expect(await cut.isHealed()).toBe(true)
  expect(await slow.isHealed()).toBe(false)
  await slow.heal()
  expect(await slow.isHealed()).toBe(true)
})

test('an injection that fails half-way leaves nothing behind', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const { scene } = open
  const link = scene.site.link(small.rows.link)
  const wire = scene.fleet.wire(small.rows.link)
  if (!wire) throw new Error('devices use this link')
  const hangUp = wire.hangUp.bind(wire)
  wire.hangUp = () => Promise.reject(new Error('half-way'))
  await expect(slowLink(small.rows.link, { by: '5ms' }).inject(scene, new Random('a'))).rejects.toThrow('half-way')
  wire.hangUp = hangUp
  expect(await link.isClean()).toBe(true)
})
