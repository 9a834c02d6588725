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
import { defectsInWords } from './defects.ts'
import { newFolder, runServer, Server } from './testing/server.ts'
import { serviceContract } from './testing/service.contract.ts'

const databaseIn = (folder: string) => join(folder, 'database.sqlite')

async function failure(folder: string, ...flags: string[]) {
  const child = runServer(folder, ...flags)
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code: child.exitCode, lines: said.trimEnd().split('\n') }
}

describe('starting', () => {
  test.each([
    [['--defects', 'A7'], `--defects: expected some of ${defectsInWords()}, got 'A7'`],
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

serviceContract(newFolder)

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
