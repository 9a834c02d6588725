import { expect, test } from 'vitest'
import { client } from '../clients/index.ts'
import { service, site, Topology } from '../site/index.ts'
import { Routes } from './routes.ts'

const talk = client({ carries: ['notes'], connect: () => Promise.reject(new Error('nothing runs here')) })

/** A gateway on a database with a standby; devices reach the gateway. */
function routed() {
  const common = { versions: { '1': { command: ['serve'] } }, start: '1', ready: { http: '/health' } } as const
  const primary = service(common)
  const standby = service({ ...common, calls: { primary } })
  const sync = service({ ...common, calls: { db: primary } })
  const topology = new Topology(site({ services: { primary, standby, sync }, clients: { api: talk(sync) } }))
  return { primary, standby, sync, topology, routes: new Routes(topology) }
}

test('devices reach a database through what calls it; a standby that nobody is led to is in no way', () => {
  const { primary, standby, sync, routes } = routed()
  expect(routes.served()).toEqual([sync])
  expect(routes.through([primary])).toEqual([primary, sync])
  expect(routes.through([standby])).toEqual([standby])
})

test('a link that is pointed elsewhere is another way', () => {
  const { primary, standby, sync, routes } = routed()
  routes.point(sync.links.db, standby)
  expect(routes.through([standby])).toEqual([standby, sync])
  expect(routes.through([primary])).toEqual([primary, standby, sync])
  routes.point(sync.link, standby)
  expect(routes.served()).toEqual([standby])
  expect(routes.behind(sync)).toBe(standby)
  expect(routes.through([primary])).toEqual([primary, standby])
})

test('who calls in a circle comes once', () => {
  const { primary, sync, standby, routes } = routed()
  routes.point(standby.links.primary, sync)
  routes.point(sync.links.db, standby)
  expect(routes.through([standby])).toEqual([sync, standby])
  expect(routes.through([primary])).toEqual([primary])
})
