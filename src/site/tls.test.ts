import { expect, test } from 'vitest'
import { service, site, Topology, volume } from './index.ts'

const plain = { versions: { '1': { command: ['serve'] } }, start: '1', ready: { http: '/' } } as const

test('who speaks TLS has a volume for its certificate', () => {
  const sync = service({ ...plain, data: { '/data': volume() }, tls: '/tls' })
  expect(sync.tls).toBe('/tls')
  const topology = new Topology(site({ services: { sync }, clients: {} }))
  expect([...topology.volumes.keys()]).toEqual(['sync:/data', 'sync:/tls'])
})

test.each(['tls', '/data'])('%s is no folder of its own for that', (tls) => {
  expect(() => service({ ...plain, data: { '/data': volume() }, tls })).toThrow(
    `service: tls: expected the path of a folder of its own, such as /tls, got '${tls}'`,
  )
})
