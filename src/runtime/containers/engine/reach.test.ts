import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { reachOf } from './reach.ts'

const socket = { socketPath: '/var/run/docker.sock' }
const tcp = (host: string) => ({ protocol: 'http' as const, host, port: 2375 })
const on = (host: string, publishOn: string) => ({ host, publishOn })
const LOOPBACK = on('127.0.0.1', '127.0.0.1')

describe('where ports of an engine are published and reached', () => {
  test.each([
    ['a socket', socket, 'localhost', [], LOOPBACK],
    ['a socket whose gateway is our own address', socket, '172.17.0.1', ['172.17.0.1'], LOOPBACK],
    ['a socket in a container beside the others', socket, '172.17.0.1', ['172.17.0.5'], on('172.17.0.1', '172.17.0.1')],
    ['a port of this machine', tcp('127.0.0.1'), '127.0.0.1', [], LOOPBACK],
    ['an engine elsewhere', tcp('192.0.2.7'), '192.0.2.7', [], on('192.0.2.7', '')],
  ])('%s', (_, connection, host, own, reach) => {
    expect(reachOf(connection, { host, isAsked: false }, own)).toEqual(reach)
  })

  test.each([
    ['by name', socket, 'engine.test', on('engine.test', '')],
    ['by a number that is not ours', socket, '192.0.2.9', on('192.0.2.9', '')],
    ['as this machine', socket, 'localhost', LOOPBACK],
    ['as this machine, where a tunnel to the engine ends', tcp('192.0.2.7'), 'localhost', on('127.0.0.1', '')],
  ])('a host that somebody names, %s', (_, connection, host, reach) => {
    expect(reachOf(connection, { host, isAsked: true }, ['10.0.0.1'])).toEqual(reach)
  })

  test('the addresses of this machine are its own', () => {
    const own = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
    for (const host of own) expect(reachOf(socket, { host, isAsked: false })).toEqual(LOOPBACK)
    expect(own).not.toEqual([])
  })
})
