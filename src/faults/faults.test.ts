import { expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { chooseRuntime } from '../runtime/index.ts'
import {
  editAll,
  healsByContract,
  keepsTheContract,
  openScene,
  possible,
  smallSite,
  type SmallSite,
} from './fault.contract.ts'
import type { Damage, Scene } from './fault.ts'
import {
  cutLink,
  destroy,
  disconnectService,
  flipPages,
  sliceLink,
  slowLink,
  throttleLink,
  zeroPages,
} from './index.ts'
import { CASES } from './testing/cases.ts'

const HERE = await possible(CASES, 'embedded')
for (const each of HERE) keepsTheContract(each)
for (const each of HERE.filter(({ make }) => make(smallSite()).is === 'fault')) healsByContract(each)

// Faults of the path act on whatever passes it.
for (const each of HERE.filter(({ name }) => /Link$|^loseAcks$/.test(name))) {
  keepsTheContract(each, 'embedded', 'an address')
  healsByContract(each, 'embedded', 'an address')
}

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
  const large = await sliceLink(small.rows.link, { of: '60kB' }).inject(open.scene, new Random('b'))
  expect(await editAll(open.scene, small)).not.toContain(false)
  expect(await wide.witness()).toMatchObject({ what: expect.stringMatching(/^[1-9]\d* answers/), count: 0 })
  expect(await large.witness()).toMatchObject({ what: expect.stringMatching(/^[1-9]\d* answers/), count: 0 })
})

test('a slice of no bytes is refused', () => {
  expect(() => sliceLink(smallSite().rows.link, { of: '0B' })).toThrow(
    "sliceLink: of: expected a size such as '100B' or '64kB', got '0B'",
  )
})

test('two faults on one link heal one by one', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const slow = await slowLink(small.rows.link, { for: '5ms' }).inject(open.scene, new Random('a'))
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
  await expect(slowLink(small.rows.link, { for: '5ms' }).inject(scene, new Random('a'))).rejects.toThrow('half-way')
  wire.hangUp = hangUp
  expect(await link.isClean()).toBe(true)
})

test('a cut between services is seen where the link had been used, and as long as it is cut', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const { scene } = open
  const link = small.caller.links.rows
  const cutting = () => cutLink(link).inject(scene, new Random('seed'))
  const unused = await cutting()
  expect(await unused.witness()).toEqual({
    what: 'the link had never carried anything, and a connection to it is refused',
    count: 0,
  })
  await unused.heal()
  const { host, port } = scene.site.address(link)
  expect((await fetch(`http://${host}:${port}/`)).status).toBe(200)
  const used = await cutting()
  expect(await used.witness()).toMatchObject({ what: expect.stringContaining('is refused'), count: 1 })
  await scene.site.link(link).enable()
  expect(await used.witness()).toMatchObject({ what: expect.stringContaining('is open'), count: 0 })
  await used.heal()
  expect(await used.isHealed()).toBe(true)
})

test('a link to a dead service looks shut, and is not taken for one that was cut', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const { scene } = open
  const link = small.caller.links.rows
  const { host, port } = scene.site.address(link)
  await fetch(`http://${host}:${port}/`)
  const cut = await cutLink(link).inject(scene, new Random('seed'))
  await scene.site.kill(small.rows)
  await scene.site.link(link).enable()
  expect(await cut.witness()).toMatchObject({ what: expect.stringContaining('is closed'), count: 0 })
})

test('with a domain goes what lies in it, and what ran on that from elsewhere is killed; nothing else is', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const { site } = open.scene
  await site.start(small.caller)
  const inflicted = await destroy(small.building).inject(open.scene, new Random('seed'))
  expect(inflicted.took).toEqual([{ kind: 'volume', volume: 'disk' }])
  expect(await inflicted.witness()).toEqual({ what: 'gone: rows, disk', count: 2 })
  expect([site.state(small.rows).status, site.state(small.caller).status]).toEqual(['ended', 'running'])
  expect([await site.volume(small.disk).exists(), await site.volume(small.shelf).exists()]).toEqual([false, true])
})

/** A network for one service where the runtime has none: its link, which is shut when it is to be off. */
function networked({ site: real }: Scene, { rows }: SmallSite): Scene['site'] {
  const link = real.link(rows.link)
  const network = {
    direct: () => real.address(rows.link),
    disconnect: () => link.disable(),
    connect: () => link.enable(),
    isConnected: () => link.isClean(),
  }
  return new Proxy(real, {
    get(target, name): unknown {
      const member: unknown = Reflect.get({ ...network }, name) ?? Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

test('a service off its network is seen as such while it runs, and not once it has died', async () => {
  const small = smallSite()
  await using open = await openScene(small)
  const scene = { ...open.scene, site: networked(open.scene, small) }
  const active = await disconnectService(small.rows).inject(scene, new Random('seed'))
  expect(await active.witness()).toEqual({
    what: 'rows is on no network, nobody answers at its address, and it runs on',
    count: 1,
  })
  const again = await disconnectService(small.rows).inject(scene, new Random('again'))
  expect(await again.witness()).toMatchObject({ count: 0 })
  await again.heal()
  expect(await active.isHealed()).toBe(false)
  await active.heal()
  await active.heal()
  expect(await active.isHealed()).toBe(true)
  expect(await active.witness()).toMatchObject({ what: expect.stringContaining('is connected, it answers'), count: 0 })
  const dying = await disconnectService(small.rows).inject(scene, new Random('third'))
  await scene.site.kill(small.rows)
  expect(await dying.witness()).toMatchObject({ what: expect.stringContaining('does not run on'), count: 0 })
})

test('a drill that takes a service off the network is refused by name where there is none', async () => {
  const { needs } = disconnectService(smallSite().rows)
  await expect(chooseRuntime('embedded', needs)).rejects.toThrow(
    "runtime 'embedded' cannot do what this drill needs: network",
  )
})
