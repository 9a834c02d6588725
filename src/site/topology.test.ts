import { expect, test } from 'vitest'
import { service, site } from './site.ts'
import { Topology } from './topology.ts'

function envOf(env: (addressOf: { readonly db: string }) => object) {
  const start = { versions: { '1': { command: ['serve'] } }, start: '1', ready: { http: '/' } } as const
  const db = service(start)
  const sync = service({ ...start, calls: { db }, env: (addressOf) => env(addressOf) as never })
  return new Topology(site({ services: { db, sync }, clients: {} })).envOf(sync, { db: '127.0.0.1:5432' })
}

test('the environment is what the service says of its neighbours; what it leaves undefined is left out', () => {
  expect(envOf(({ db }) => ({ DB: `postgres://${db}/sync`, DEBUG: undefined }))).toEqual({
    DB: 'postgres://127.0.0.1:5432/sync',
  })
})

test.each<[string, () => object, string]>([
  ['throws', () => ({ PORT: JSON.parse('{') as unknown }), 'env threw: Expected property name'],
  ['answers a number', () => ({ WORKERS: 4 }), 'env: WORKERS: expected a text, got 4'],
])('one that %s is refused, by the name of the service', (_, env, message) => {
  expect(() => envOf(env)).toThrow(`site: service 'sync': ${message}`)
})
