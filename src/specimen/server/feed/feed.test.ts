import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, PASS, Server, type Page, type Written } from '../testing/server.ts'
import { readCursor, writeCursor } from './cursor.ts'

describe('cursors', () => {
  const now = { epoch: 'e', sequence: 10 }

  test('are read as they were written', () => {
    const cursor = { kind: 'delta', epoch: 'e', positions: { notes: 10 } } as const
    expect(readCursor(writeCursor(cursor), now)).toEqual(cursor)
  })

  test.each([
    ['of another epoch', writeCursor({ kind: 'delta', epoch: 'f', positions: {} })],
    ['from the future', writeCursor({ kind: 'delta', epoch: 'e', positions: { notes: 11 } })],
    ['of a listing of the future', writeCursor({ kind: 'full', epoch: 'e', classes: [], after: 0, upTo: 11 })],
    ['malformed', 'nonsense'],
    ['empty', ''],
    ['of another shape', Buffer.from('{"kind":"delta","epoch":"e"}').toString('base64url')],
  ])('%s: not honoured', (_, text) => {
    expect(readCursor(text, now)).toBeUndefined()
  })
})

const folder = newFolder()
let server: Server
beforeAll(async () => {
  server = await Server.start(folder.path)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

/** What a device holds that applies pages in order. */
function apply(held: Map<string, string>, { rows }: Page): Map<string, string> {
  for (const { id, body } of rows) {
    if (body === undefined) held.delete(id)
    else held.set(id, body)
  }
  return held
}

test('a device that follows deltas holds what a new device is shown', async () => {
  const device = await server.signIn()
  const one = await device.create('notes', '{"v":1}')
  const two = await device.create('tasks', '{"v":1}')
  const first = await device.pull()
  expect([first.kind, first.rows.length]).toEqual(['full', 2])
  await device.update('notes', one.id, one.etag, '{"v":2}')
  await device.remove('tasks', two.id, two.etag)
  await device.create('scores', '{"score":3}')
  const second = await device.pull(first.cursor)
  expect(second.kind).toBe('delta')
  expect(second.rows.map(({ class: its, deleted }) => [its, deleted])).toEqual([
    ['notes', undefined],
    ['tasks', true],
    ['scores', undefined],
  ])
  const held = apply(apply(new Map(), first), second)
  expect(held).toEqual(apply(new Map(), await device.pull()))
  expect((await device.pull(second.cursor)).rows).toEqual([])
})

test('a listing in pages leaves out no row that is live all the while, changed or not', async () => {
  const device = await server.signIn()
  const written: Written[] = []
  for (let count = 0; count < 5; count += 1) written.push(await device.create('tasks', JSON.stringify({ count })))
  let page = await device.page({ limit: '2' })
  const listed = new Set(page.rows.map(({ id }) => id))
  const last = written[4] as Written
  await device.update('tasks', last.id, last.etag, '{"count":"changed between two pages"}')
  while (page.more) {
    page = await device.page({ limit: '2', since: page.cursor })
    for (const { id } of page.rows) listed.add(id)
  }
  expect(listed).toEqual(new Set(written.map(({ id }) => id)))
})

test('a listing in pages stays consistent while others write', async () => {
  const device = await server.signIn()
  const written: Written[] = []
  for (let count = 0; count < 20; count += 1) written.push(await device.create('notes', JSON.stringify({ count })))
  let page = await device.page({ limit: '3' })
  const held = apply(new Map(), page)
  let turn = 0
  while (page.more) {
    // Rows already listed, rows still to come, and new rows change between any two pages.
    const [seen, coming] = [written[turn], written[19 - turn]]
    turn += 1
    if (seen) written[turn - 1] = await device.update('notes', seen.id, seen.etag, JSON.stringify({ seen: turn }))
    if (coming) await device.remove('notes', coming.id, coming.etag)
    await device.create('notes', JSON.stringify({ new: turn }))
    page = await device.page({ limit: '3', since: page.cursor })
    expect(page.kind).toBe('full')
    expect(page.rows.every(({ deleted }) => deleted === undefined)).toBe(true)
    apply(held, page)
  }
  expect(turn).toBeGreaterThan(3)
  const delta = await device.pull(page.cursor, '4')
  expect(delta.kind).toBe('delta')
  expect(apply(held, delta)).toEqual(apply(new Map(), await device.pull()))
})

test('what was written while a class was closed is caught up once it is open', async () => {
  const device = await server.signIn()
  await device.create('photos', '{"v":"old"}')
  const before = await device.pull()
  await server.admin('POST', '/admin/close', { classes: ['photos'] })
  await device.create('photos', '{"v":"through the door"}', PASS)
  await device.create('notes', '{"v":"note"}')
  const during = await device.pull(before.cursor)
  expect([during.closed, during.rows.map(({ class: its }) => its)]).toEqual([['photos'], ['notes']])
  const newcomer = await device.pull()
  expect([newcomer.closed, newcomer.rows.map(({ class: its }) => its)]).toEqual([['photos'], ['notes']])
  expect((await device.page({}, PASS)).closed).toEqual([])
  await server.admin('POST', '/admin/open', { classes: ['photos'] })
  const all = [...apply(new Map(), await device.pull()).values()].toSorted()
  for (const [start, held] of [[during.cursor, [before, during]] as const, [newcomer.cursor, [newcomer]] as const]) {
    const after = await device.pull(start)
    expect(after.closed).toEqual([])
    expect([...[...held, after].reduce(apply, new Map<string, string>()).values()].toSorted()).toEqual(all)
  }
})

test('a class that is opened in the middle of a listing is named as left out, and comes afterwards', async () => {
  const device = await server.signIn()
  for (const v of [1, 2, 3]) await device.create('tasks', JSON.stringify({ v }))
  await device.create('scores', '{"score":1}')
  await server.admin('POST', '/admin/close', { classes: ['scores'] })
  const first = await device.page({ limit: '2' })
  await server.admin('POST', '/admin/open', { classes: ['scores'] })
  const last = await device.page({ limit: '2', since: first.cursor })
  expect([last.more, last.closed, last.rows.map(({ class: its }) => its)]).toEqual([false, ['scores'], ['tasks']])
  expect((await device.pull(last.cursor)).rows.map(({ class: its }) => its)).toEqual(['scores'])
})

test('a limit that makes no sense is refused', async () => {
  const device = await server.signIn()
  for (const limit of ['0', '1001', 'x']) {
    expect((await device.send('GET', `/v1/changes?limit=${limit}`)).status).toBe(400)
  }
})
