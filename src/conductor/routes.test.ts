import { expect, test } from 'vitest'
import { Topology } from '../site/index.ts'
import { Routes } from './routes.ts'
import { pair } from './testing/pair.ts'

function routed() {
  const { services, clients, volumes } = pair({ replication: 'async' })
  const topology = new Topology({ services, clients, volumes })
  return { ...services, topology, routes: new Routes(topology) }
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
