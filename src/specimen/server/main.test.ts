import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { newFolder, runServer, Server } from './testing/server.ts'

const databaseIn = (folder: string) => join(folder, 'database.sqlite')

async function failure(folder: string, ...flags: string[]) {
  const child = runServer(folder, ...flags)
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code: child.exitCode, lines: said.trimEnd().split('\n') }
}

describe('starting', () => {
  test.each([
    [['--defects', 'A7'], "--defects: expected some of A1, A12, D1, H3, I2, I3, I4, I5, I7, got 'A7'"],
    [['--port', '99999'], "--port: expected 0 to 65535, got '99999'"],
    [['--run-as', 'v3'], "--run-as: expected v1 or v2, got 'v3'"],
    [['--backups', 'nowhere'], "--backups: expected NAME=DIR, got 'nowhere'"],
  ])('%s is refused', async (flags, message) => {
    using folder = newFolder()
    expect(await failure(folder.path, ...flags)).toEqual({ code: 2, lines: [message] })
  })

  test.each([
    ['zeros', (path: string) => writeFileSync(path, Buffer.alloc(statSync(path).size)), 'file is not a database'],
    ['no bytes', (path: string) => truncateSync(path), 'expected a database of version 1, found 0'],
    ['nothing at all, beside blobs', (path: string) => rmSync(path), 'refusing to start empty'],
  ])('a database of %s is neither served nor replaced', async (_, damage, message) => {
    using folder = newFolder()
    {
      await using server = await Server.start(folder.path)
      await (await server.signIn()).photo(Uint8Array.of(1))
      await server.end('SIGTERM')
    }
    damage(databaseIn(folder.path))
    const before = existsSync(databaseIn(folder.path)) ? readFileSync(databaseIn(folder.path)) : undefined
    const { code, lines } = await failure(folder.path)
    expect([code, lines.length, lines[0]]).toEqual([1, 1, expect.stringContaining(message)])
    const after = existsSync(databaseIn(folder.path)) ? readFileSync(databaseIn(folder.path)) : undefined
    expect(after).toEqual(before)
  })
})

test('SIGTERM finishes what is under way, and all of it is there afterwards', async () => {
  using folder = newFolder()
  await using server = await Server.start(folder.path)
  const device = await server.signIn()
  const writes = Array.from({ length: 50 }, (_, count) => device.send('POST', '/v1/records/notes', `{"v":${count}}`))
  await Promise.race(writes)
  expect(await server.end('SIGTERM')).toBe(0)
  const acked = (await Promise.allSettled(writes)).filter(
    (each) => each.status === 'fulfilled' && each.value.status === 201,
  )
  await using again = await Server.start(folder.path)
  const { rows } = await (await again.signIn(device.user)).pull()
  expect(acked.length).toBeGreaterThan(0)
  expect(rows.length).toBeGreaterThanOrEqual(acked.length)
})

/** Ids that were acknowledged, until the server was killed in the middle of the writes. */
async function killedWhileWriting(folder: string, ...flags: string[]) {
  await using server = await Server.start(folder, ...flags)
  const device = await server.signIn()
  const acked: string[] = []
  const write = async (): Promise<void> => {
    for (;;) acked.push((await device.create('notes', '{"v":1}')).id)
  }
  const writing = Promise.allSettled(Array.from({ length: 8 }, write))
  await expect.poll(() => acked.length, { interval: 1 }).toBeGreaterThan(100)
  await server.end('SIGKILL')
  await writing
  return { acked, user: device.user }
}

describe('killed while it writes', () => {
  test('it loses nothing that it acknowledged', async () => {
    using folder = newFolder()
    const { acked, user } = await killedWhileWriting(folder.path)
    await using server = await Server.start(folder.path)
    const there = new Set((await (await server.signIn(user)).pull()).rows.map(({ id }) => id))
    expect(acked.filter((id) => !there.has(id))).toEqual([])
  })

  test('with defect A1 it loses some', async () => {
    using folder = newFolder()
    const { acked, user } = await killedWhileWriting(folder.path, '--defects', 'A1')
    await using server = await Server.start(folder.path)
    const there = new Set((await (await server.signIn(user)).pull()).rows.map(({ id }) => id))
    expect(acked.filter((id) => !there.has(id)).length).toBeGreaterThan(0)
  })
})

describe('a retry under the same key', () => {
  const retried = async (...flags: string[]) => {
    using folder = newFolder()
    const key = { 'idempotency-key': 'k' }
    let user: string
    let first: string
    {
      await using server = await Server.start(folder.path, ...flags)
      const device = await server.signIn()
      user = device.user
      first = (await device.create('notes', '{"v":1}', key)).id
    }
    await using server = await Server.start(folder.path, ...flags)
    const device = await server.signIn(user)
    const again = await device.create('notes', '{"v":1}', key)
    const other = await device.send('POST', '/v1/records/notes', '{"v":2}', key)
    return { same: first === again.id, other: other.status, rows: (await device.pull()).rows.length }
  }

  test('is answered as before, even after a crash, and another request under it is refused', async () => {
    expect(await retried()).toEqual({ same: true, other: 422, rows: 1 })
  })

  test('makes another row with defect A12', async () => {
    expect(await retried('--defects', 'A12')).toEqual({ same: false, other: 201, rows: 3 })
  })
})

test('damaged pages are answered with 503, never with fewer rows', async () => {
  using folder = newFolder()
  await using server = await Server.start(folder.path)
  const device = await server.signIn()
  for (let count = 0; count < 60; count += 1)
    await device.create('notes', JSON.stringify({ v: 'x'.repeat(2_000), count }))
  await server.end('SIGTERM')
  await using again = await Server.start(folder.path)
  const reader = await again.signIn(device.user)
  expect((await again.send('GET', '/health')).status).toBe(200)
  const path = databaseIn(folder.path)
  const file = openSync(path, 'r+')
  // All but the first pages: the schema is read, the rows are not.
  for (let place = 4_096 * 14; place < statSync(path).size; place += 4_096)
    writeSync(file, Buffer.alloc(4_096), 0, 4_096, place)
  closeSync(file)
  for (const url of ['/v1/changes', '/v1/export']) {
    const answer = await reader.send('GET', url)
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([503, { type: 'store' }])
  }
})

test('health reads the disk', async () => {
  using folder = newFolder()
  await using server = await Server.start(folder.path)
  expect((await server.send('GET', '/health')).status).toBe(200)
  rmSync(databaseIn(folder.path))
  expect((await server.send('GET', '/health')).status).toBe(503)
})
