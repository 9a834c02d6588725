import { expect, test } from 'vitest'
import { addressIn, external } from './external.ts'
import { service, site, type Client, type Remote } from './site.ts'
import { Topology } from './topology.ts'

test.each([
  ['https://dav.example.org', 'https://dav.example.org:443', 'dav.example.org', 443, true],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080', '127.0.0.1', 8080, false],
  ['imaps://mail.example.org', 'imaps://mail.example.org:993', 'mail.example.org', 993, true],
  ['tcp://[::1]:1883', 'tcp://[::1]:1883', '::1', 1883, false],
])('%s', (text, url, host, port, isSecure) => {
  expect(addressIn('url', text)).toEqual({ url, host, port, isSecure })
})

test.each([
  ['dav.example.org', 'expected a URL such as https://dav.example.org'],
  ['ftp://dav.example.org', 'expected a URL such as https://dav.example.org'],
  ['https://dav.example.org/dav', "expected no path behind the host: paths are told to the adapter, got 'https:"],
  [
    'https://ada:secret@dav.example.org',
    "expected no user in it: accounts are those of the fleet, got 'https://***@dav",
  ],
  ['tcp://10.0.0.1', 'expected a port'],
])('%s is refused', (url, words) => {
  expect(() => external({ url })).toThrow(`external: url: ${words}`)
})

const own = () => service({ versions: { '1': { command: ['serve'] } }, start: '1', ready: { tcp: true } })
const talk = (to: Remote): Client => ({ is: 'client', carries: ['notes'], service: to, link: to.link })

test('a site of somebody else has addresses and links, and nothing that could be started', () => {
  const dav = external({ url: 'https://dav.example.org' })
  const { services, external: there, edges } = new Topology(site({ services: { dav }, clients: { api: talk(dav) } }))
  expect([services.size, [...there.values()].map((at) => at?.url), edges.map(({ name }) => name)]).toEqual([
    0,
    ['https://dav.example.org:443'],
    ['dav'],
  ])
})

test('an address makes any site one of somebody else; who is not reached by devices is left out', () => {
  const [sync, database] = [own(), own()]
  const parts = site({ services: { sync, database }, clients: { api: talk(sync) } })
  const { services, external: there, edges } = new Topology(parts, { sync: addressIn('x', 'http://10.0.0.1') })
  expect([services.size, there.size, edges.map(({ name }) => name)]).toEqual([0, 1, ['sync']])
  expect(() => new Topology(parts, { sink: addressIn('x', 'http://10.0.0.1') })).toThrow(
    "--address: expected a service of the site (sync, database), got 'sink'",
  )
})

test('one service of somebody else beside one of its own is refused', () => {
  const [dav, sync] = [external({ url: 'https://dav.example.org' }), own()]
  expect(() => new Topology(site({ services: { dav, sync }, clients: { api: talk(dav) } }))).toThrow(
    "site: service 'sync': expected external(...) beside external services",
  )
})
