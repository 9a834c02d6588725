import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { reachOf } from './reach.ts'

const socket = { socketPath: '/var/run/docker.sock' }
const tcp = (host: string) => ({ protocol: 'http' as const, host, port: 2375 })
const LOOPBACK = { host: '127.0.0.1', publishOn: '127.0.0.1' }

describe('where ports of an engine are published and reached', () => {
  test.each([
    ['a socket', socket, 'localhost', [], LOOPBACK],
    ['a socket whose gateway is our own address', socket, '172.17.0.1', ['172.17.0.1'], LOOPBACK],
    [
      'a socket in a container beside the others',
      socket,
      '172.17.0.1',
      ['172.17.0.5'],
      { host: '172.17.0.1', publishOn: '172.17.0.1' },
    ],
    ['a socket and a host of the user', socket, 'engine.test', [], { host: 'engine.test', publishOn: '' }],
    ['a port of this machine', tcp('127.0.0.1'), '127.0.0.1', [], LOOPBACK],
    ['an engine elsewhere', tcp('192.0.2.7'), '192.0.2.7', [], { host: '192.0.2.7', publishOn: '' }],
  ])('%s', (_, connection, found, own, reach) => {
    expect(reachOf(connection, found, own)).toEqual(reach)
  })

  test('the addresses of this machine are its own', () => {
    const own = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
    for (const address of own) expect(reachOf(socket, address)).toEqual(LOOPBACK)
    expect(own).not.toEqual([])
  })
})
