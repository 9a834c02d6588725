import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newFolder, Server, type Device } from '../testing/server.ts'

const Copy = z.object({ copy: z.string(), bytes: z.number(), classes: z.record(z.string(), z.number()) })
const Verification = z.object({ sound: z.boolean(), because: z.string() })

async function take(server: Server, wish: object = {}) {
  const { status, text } = await server.admin('POST', '/admin/backups', { to: 'off', ...wish })
  expect(status).toBe(201)
  return Copy.parse(JSON.parse(text))
}

async function list(server: Server) {
  const { text } = await server.admin('GET', '/admin/backups?to=off')
  return z.object({ copies: z.array(Copy) }).parse(JSON.parse(text)).copies
}

async function verify(server: Server, copy: string) {
  const { text } = await server.admin('POST', `/admin/backups/${copy}/verify`, { to: 'off' })
  return Verification.parse(JSON.parse(text))
}

const restore = (server: Server, copy: string, part: object = {}) =>
  server.admin('POST', '/admin/restore', { to: 'off', copy, ...part })

const rowsOf = async (device: Device) =>
  (await device.pull()).rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))

/** A service, its shelf, and a second service that has nothing but the shelf. */
async function pair(...flags: string[]) {
  const stack = new AsyncDisposableStack()
  const [first, second, shelf] = [newFolder(), newFolder(), newFolder()].map((each) => stack.use(each).path)
  if (first === undefined || second === undefined || shelf === undefined) throw new Error('three folders')
  const all = [...flags, '--backups', `off=${shelf}`]
  const [server, empty] = await Promise.all([Server.start(first, ...all), Server.start(second, ...all)])
  stack.use(server)
  stack.use(empty)
  return { server, empty, shelf, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

test('a copy taken while others write restores to what was there at one moment', async () => {
  await using services = await pair()
  const { server, empty } = services
  const device = await server.signIn()
  for (const seed of [1, 2, 3]) await device.photo(new Uint8Array(200_000).fill(seed))
  const note = await device.create('notes', '{"v":0}')
  const before = await rowsOf(device)
  const enough = new AbortController()
  let written = 0
  const writer = (async () => {
    // A task and the score that counts it, in this order: a moment between them shows one more task at most.
    for (; !enough.signal.aborted; written += 1) {
      await device.create('tasks', JSON.stringify({ written }))
      await device.create('scores', JSON.stringify({ score: written }))
      if (written % 10 === 0) await device.photo(new TextEncoder().encode(`photo ${written}`))
    }
  })()
  await expect.poll(() => written).toBeGreaterThan(10)
  const copy = await take(server)
  expect(server.logged.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(
    expect.arrayContaining(['backup began', 'backup half done', 'backup done']),
  )
  const atCopy = written
  await expect.poll(() => written).toBeGreaterThan(atCopy)
  enough.abort()
  await writer
  expect(await verify(server, copy.copy)).toMatchObject({ sound: true })
  const restored = await restore(empty, copy.copy)
  expect(restored.status).toBe(200)
  const twin = await empty.signIn(device.user)
  const rows = await rowsOf(twin)
  expect(JSON.parse(restored.text)).toMatchObject({ rows: rows.length, tombstones: 0 })
  expect(rows).toEqual(expect.arrayContaining(before))
  expect(rows.find(({ id }) => id === note.id)?.etag).toBe(note.etag)
  const now = new Map((await rowsOf(device)).map((row) => [row.id, row]))
  expect(rows.map(({ id }) => now.get(id))).toEqual(rows)
  const [tasks, scores] = ['tasks', 'scores'].map((its) => rows.filter((row) => row.class === its).length)
  expect([0, 1]).toContain((tasks ?? 0) - (scores ?? 0))
  for (const { class: its, body } of rows) {
    if (its !== 'photos') continue
    const { blob } = z
      .object({ blob: z.object({ sha256: z.string(), bytes: z.number() }) })
      .parse(JSON.parse(body ?? ''))
    const answer = await twin.send('GET', `/v1/blobs/${blob.sha256}`)
    expect([answer.status, answer.bytes.byteLength]).toEqual([200, blob.bytes])
  }
})

test('a restore has a new epoch: a cursor from before is answered with a full view', async () => {
  await using services = await pair()
  const { server } = services
  const device = await server.signIn()
  const kept = await device.create('notes', '{"v":1}')
  const copy = await take(server)
  await device.create('notes', '{"v":2}', { 'idempotency-key': 'later' })
  const { cursor } = await device.pull()
  expect((await restore(server, copy.copy)).status).toBe(200)
  const view = await device.pull(cursor)
  expect([view.kind, view.rows.map(({ id, etag }) => [id, etag])]).toEqual(['full', [[kept.id, kept.etag]]])
  // What the restore undid is not answered from memory when it is sent again.
  const again = await device.create('notes', '{"v":2}', { 'idempotency-key': 'later' })
  expect((await device.pull(view.cursor)).rows.map(({ id }) => id)).toEqual([again.id])
})

test('classes and accounts are restored apart, and an account that exists keeps its password', async () => {
  await using services = await pair()
  const { server, empty } = services
  const [ann, bob] = [await server.signIn('ann'), await server.signIn('bob')]
  for (const device of [ann, bob]) {
    await device.create('notes', '{"v":"note"}')
    await device.create('tasks', '{"v":"task"}')
  }
  const copy = await take(server)
  const here = await empty.signIn('ann')
  const own = await here.create('tasks', '{"v":"mine"}')
  expect(JSON.parse((await restore(empty, copy.copy, { classes: ['notes'], users: ['ann'] })).text)).toMatchObject({
    rows: 1,
  })
  expect(
    (await here.pull()).rows.map(({ id, body }) => `${id === own.id ? 'own' : 'restored'} ${body}`).toSorted(),
  ).toEqual(['own {"v":"mine"}', 'restored {"v":"note"}'])
  const login = JSON.stringify({ user: 'bob', password: 'open sesame', device: 'd' })
  expect((await empty.send('POST', '/v1/devices', login)).status).toBe(401)
  expect(JSON.parse((await restore(empty, copy.copy, { classes: ['tasks'] })).text)).toMatchObject({ rows: 2 })
  expect((await empty.send('POST', '/v1/devices', login)).status).toBe(201)
  expect((await here.pull()).rows.map(({ class: its, body }) => `${its} ${body}`).toSorted()).toEqual([
    'notes {"v":"note"}',
    'tasks {"v":"task"}',
  ])
})

describe('tombstones', () => {
  const offeredAgain = async (...flags: string[]) => {
    await using services = await pair(...flags)
    const { server, empty } = services
    const device = await server.signIn()
    const { id, etag } = await device.create('notes', '{"v":1}')
    await device.remove('notes', id, etag)
    const { copy } = await take(server)
    expect(await verify(server, copy)).toMatchObject({ sound: true })
    await restore(empty, copy)
    const twin = await empty.signIn(device.user)
    return (await twin.send('PUT', `/v1/records/notes/${id}`, '{"v":1}', { 'if-none-match': '*' })).status
  }

  test('are part of a copy, so what was deleted cannot come back', async () => {
    expect(await offeredAgain()).toBe(410)
  })

  test('are not, with defect D1', async () => {
    expect(await offeredAgain('--defects', 'D1')).toBe(201)
  })
})

test('only the newest copies are kept when asked, oldest first in the list', async () => {
  await using services = await pair()
  const { server } = services
  const taken = [await take(server), await take(server), await take(server)]
  expect(await list(server)).toEqual(taken)
  const last = await take(server, { keep: 2 })
  expect((await list(server)).map(({ copy }) => copy)).toEqual([taken[2]?.copy, last.copy])
})

test('killed in the middle of a copy, the service never lists half of one', async () => {
  using folder = newFolder()
  using shelf = newFolder()
  const flags = ['--backups', `off=${shelf.path}`]
  {
    await using server = await Server.start(folder.path, ...flags)
    const device = await server.signIn()
    for (let seed = 0; seed < 20; seed += 1) await device.photo(new Uint8Array(500_000).fill(seed))
    const taking = server.admin('POST', '/admin/backups', { to: 'off' }).catch(() => undefined)
    await expect.poll(() => server.logged.join(), { interval: 1 }).toContain('backup half done')
    await server.end('SIGKILL')
    await taking
  }
  await using again = await Server.start(folder.path, ...flags)
  for (const { copy } of await list(again)) expect((await verify(again, copy)).sound).toBe(true)
  await take(again)
  expect(readdirSync(shelf.path).toSorted()).toEqual((await list(again)).map(({ copy }) => copy))
})

describe('a damaged copy', () => {
  const setting = pair()
  let shelf: string
  let device: Device
  let copy: string
  let blob: string
  beforeAll(async () => {
    const { server, shelf: folder } = await setting
    device = await server.signIn()
    shelf = folder
    blob = (await device.photo(new Uint8Array(50_000).fill(7))).sha256
    for (let count = 0; count < 30; count += 1)
      await device.create('notes', JSON.stringify({ v: 'x'.repeat(1_000), count }))
    copy = (await take(server)).copy
  })
  afterAll(async () => (await setting)[Symbol.asyncDispose]())

  const flip = (path: string, place: number) => {
    const bytes = readFileSync(path)
    bytes[place] = (bytes[place] ?? 0) ^ 1
    writeFileSync(path, bytes)
  }

  test.each([
    ['a bit flipped in the database', (folder: string) => flip(join(folder, 'database.sqlite'), 20_000)],
    ['the database cut short', (folder: string) => truncateSync(join(folder, 'database.sqlite'), 8_192)],
    ['a bit flipped in a blob', (folder: string) => flip(join(folder, 'blobs', blob), 49_999)],
    ['a blob grown', (folder: string) => appendFileSync(join(folder, 'blobs', blob), 'x')],
    ['a blob missing', (folder: string) => rmSync(join(folder, 'blobs', blob))],
    ['the database missing', (folder: string) => rmSync(join(folder, 'database.sqlite'))],
    [
      'a digit changed in the manifest',
      (folder: string) => {
        const path = join(folder, 'manifest.json')
        writeFileSync(path, readFileSync(path, 'utf8').replace('"notes": 30', '"notes": 31'))
      },
    ],
    ['the manifest cut short', (folder: string) => truncateSync(join(folder, 'manifest.json'), 100)],
  ])('%s: unsound, listed, refused, and nothing is changed', async (_, damage) => {
    const { server } = await setting
    const damaged = copy.replace(/-[0-9a-f]{8}$/, '-00000000')
    const folder = join(shelf, damaged)
    rmSync(folder, { recursive: true, force: true })
    cpSync(join(shelf, copy), folder, { recursive: true })
    expect((await verify(server, damaged)).sound).toBe(true)
    damage(folder)
    expect((await verify(server, damaged)).sound).toBe(false)
    expect((await list(server)).map((each) => each.copy)).toContain(damaged)
    const { cursor } = await device.pull()
    const refused = await restore(server, damaged)
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
      409,
      { type: 'copy', because: expect.stringMatching(/./) },
    ])
    expect(await device.pull(cursor)).toMatchObject({ kind: 'delta', rows: [] })
    expect((await verify(server, copy)).sound).toBe(true)
  })

  test.each(['../../etc', '20260101T000000000Z-00000000', '..%2f..'])('%s is no copy', async (name) => {
    const { server } = await setting
    expect((await restore(server, name)).status).toBe(404)
  })

  test('is not taken: a blob that is damaged in the service is refused, and leaves nothing behind', async () => {
    const { server } = await setting
    const before = readdirSync(shelf).toSorted()
    const bytes = new Uint8Array(1_000).fill(9)
    const { sha256 } = await device.photo(bytes)
    const live = join(liveFolder(server), 'blobs', sha256)
    expect(statSync(live).size).toBe(1_000)
    flip(live, 10)
    const answer = await server.admin('POST', '/admin/backups', { to: 'off' })
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([503, { type: 'store' }])
    expect(readdirSync(shelf).toSorted()).toEqual(before)
    // The device still has it, and uploading it again repairs it.
    expect((await device.send('PUT', `/v1/blobs/${sha256}`, bytes)).status).toBe(200)
    expect((await server.admin('POST', '/admin/backups', { to: 'off' })).status).toBe(201)
  })
})

/** The folder that a server was started with. */
function liveFolder({ process }: Server): string {
  return process.spawnargs[process.spawnargs.indexOf('--data') + 1] ?? ''
}
