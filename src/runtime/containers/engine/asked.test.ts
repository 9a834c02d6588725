import { expect, test } from 'vitest'
import { isAsked, isLoopback } from './asked.ts'

test('what is loopback is told by its spelling, and by nothing that a name server says', () => {
  const own = ['localhost', '127.0.0.1', '127.9.8.7', '::1']
  const others = ['127.example.com', 'localhost.example.com', '2130706433', '0.0.0.0', '::', '10.0.0.1', '[::1]', '']
  expect([own.map(isLoopback), others.map(isLoopback)]).toEqual([own.map(() => true), others.map(() => false)])
})

test('an engine is the one that was asked for by its socket, or by its host', () => {
  const socket = { by: 'DOCKER_HOST', address: 'unix:///var/run/docker.sock' }
  const remote = { by: 'DOCKER_HOST', address: 'tcp://198.18.0.2:2375' }
  const connections = [
    { socketPath: '/var/run/docker.sock' },
    { protocol: 'http', host: '198.18.0.2', port: 2375 },
    { protocol: 'http', host: '198.18.0.6', port: 2375 },
  ] as const
  expect(connections.map((one) => isAsked(socket, one))).toEqual([true, false, false])
  expect(connections.map((one) => isAsked(remote, one))).toEqual([false, true, false])
  expect(connections.map((one) => isAsked({ by: 'DOCKER_HOST', address: 'nowhere' }, one))).toEqual([
    false,
    false,
    false,
  ])
})
