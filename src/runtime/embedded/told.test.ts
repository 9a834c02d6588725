import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { acceptingAt, toldIn } from './told.ts'

test.each([
  ['listening on http://127.0.0.1:41234', ['127.0.0.1'], 41_234],
  ['listening on http://[::1]:40559', ['::1'], 40_559],
  ['2026-11-27 INFO Listening at [::1]:5000, 3 workers', ['::1'], 5_000],
  ['listening on ::1:5001', ['::1'], 5_001],
  ['listening on 127.0.0.7:80', ['127.0.0.7'], 80],
  ['Listening on :8080', ['127.0.0.1', '::1'], 8_080],
  ['listening on :::8081', ['127.0.0.1', '::1'], 8_081],
  ['listening on http://[::]:8082', ['127.0.0.1', '::1'], 8_082],
  ['listening on http://0.0.0.0:8083', ['127.0.0.1', '::1'], 8_083],
  ['listening on https://localhost:8084/app', ['127.0.0.1', '::1'], 8_084],
])('%s', (line, hosts, port) => {
  expect(toldIn(line)).toEqual({ hosts, port })
})

test('a line that names no port tells nothing', () => {
  expect(['listening', 'listening on a socket', 'ready at 12:30'].map(toldIn)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a name may mean either loopback address: the one that accepts is taken', async () => {
  await using server = createServer().listen(0, '::1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  expect(await acceptingAt({ hosts: ['127.0.0.1', '::1'], port })).toEqual({ host: '::1', port })
  expect(await acceptingAt({ hosts: ['127.0.0.1', '127.0.0.2'], port })).toBeUndefined()
})
