import { expect, test } from 'vitest'
import { devices } from '../fleet/index.ts'
import { domain, service, site, volume, type Client, type Site } from '../site/index.ts'
import { smallSite, smallFleet } from './fixture.ts'
import { sceneOf } from './scene.ts'

const declared = smallSite()
const fleet = smallFleet()
const arm = { memory: 'durable' } as const
const scene = (parts: Partial<Site> = {}, groups = fleet) => sceneOf({ ...declared, ...parts }, groups, arm)

test('every declared handle goes by its own name, with the arm, the site and the fleet beside them', () => {
  const domains = { east: domain('site') }
  const all: object = sceneOf({ ...declared, domains }, fleet, arm)
  const { services, clients, volumes, backups } = declared
  const named = { ...services, ...clients, ...volumes, ...backups, ...domains, ...fleet, fleet, arm }
  for (const [name, handle] of Object.entries(named)) expect(Reflect.get(all, name)).toBe(handle)
  expect(Reflect.get(all, 'site')).toMatchObject({ domains })
  expect(Object.keys(all)).toHaveLength(Object.keys(named).length + 1)
})

test('a name that there is not is refused, with the one that was meant', () => {
  const { disk } = sceneOf(declared, fleet, arm)
  expect(disk).toBe(declared.volumes.disk)
  const misspelt = () => Reflect.get(scene(), 'dsik') as unknown
  expect(misspelt).toThrow(/^steps: expected some of site, fleet, arm, .*\(did you mean 'disk'\?\), got 'dsik'$/)
})

test('a name that only another arm has is undefined in this one', () => {
  const one = sceneOf<Site, typeof fleet, typeof arm>(declared, fleet, arm, () => ['spare'])
  expect(Reflect.get(one, 'spare')).toBeUndefined()
  expect(() => Reflect.get(one, 'spar') as unknown).toThrow("got 'spar'")
})

test('two of one name are refused, with both places', () => {
  const twice = () => scene({ domains: { disk: domain('host') } })
  expect(twice).toThrow("site: domains: 'disk': expected a name of its own, got that of site: volumes: 'disk'")
  const inFleet = () => scene({}, Object.assign(smallFleet(), { disk: devices({ accounts: 1, memory: 'durable' }) }))
  expect(inFleet).toThrow("fleet: 'disk': expected a name of its own, got that of site: volumes: 'disk'")
})

test.each(['arm', 'site', 'fleet'])('no handle is called %s', (name) => {
  const called = () => scene({ volumes: { [name]: volume() } })
  expect(called).toThrow(`site: volumes: '${name}': expected another name: steps gets the ${name} of the drill by that`)
})

test('names that only the running program knows are reached through the site', () => {
  const run = { command: ['sync'] }
  const sync = service({ versions: { v1: run }, start: 'v1', ready: { http: '/' } })
  const clients: { readonly [name: string]: Client } = {}
  const read: Site = site({ services: { sync }, clients })
  expect(sceneOf(read, {}, arm).site.services['sync']).toBe(sync)
})
