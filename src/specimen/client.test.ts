/** The specimen's client against the real server, a process of its own. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeOf, clientContract, onlyHttp, push } from '../clients/client.contract.ts'
import { Unreadable, Wire, type Account, type Adapter, type Change, type Send } from '../clients/index.ts'
import { Random } from '../kernel/index.ts'
import { bytesOf, photos, PRESET, decode, encode, fingerprint, valueOf, type Fields } from '../records/index.ts'
import { adminToken, specimenClient } from './client.ts'

const folder = mkdtempSync(join(tmpdir(), 'syncdrill-http-'))
const adapter: Adapter = specimenClient({ is: 'remote', link: { is: 'link' } })
let server: ChildProcess
let port = 0
let accounts = 0
// Asked for each request, as behind a link whose address never moves.
const wire = new Wire(() => ({ host: '127.0.0.1', port }))

/** Again on the same folder, or on an empty one. */
async function start(data: string): Promise<void> {
  const argv = [
    'src/specimen/server/main.ts',
    '--data',
    join(folder, data),
    '--backups',
    `disk=${join(folder, 'copies')}`,
  ]
  server = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: server.stdout ?? process.stdin }), 'line')) as [string]
  port = Number(/:(\d+)$/.exec(line)?.[1])
}

async function stop(): Promise<void> {
  await wire.hangUp()
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}

beforeAll(() => start('first'))
afterAll(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

function newAccount(): Account {
  accounts += 1
  return { user: `u${accounts}@example.org`, password: { is: 'secret', reveal: () => 'secret' } }
}

const connect = (account: Account) => wire.session(adapter.definition.connect, account)
const doorNow = () => {
  if (!adapter.definition.door) throw new Error('the specimen has a door')
  return adapter.definition.door(wire.send)
}

clientContract('http', () => ({ adapter, wire, newAccount }))

function photoOf(record: string, seed: string): Change & { readonly blob: Uint8Array } {
  const { fields, blob } = valueOf(photos, new Random(seed), record)
  if (!blob) throw new Error('a photo without bytes')
  const body = encode({ record, version: 'phones-1.1', fields })
  return { collection: 'photos', id: record, as: 'new', body, blob: bytesOf(blob), basedOn: undefined, key: record }
}

describe('http', () => {
  test('carries all six collections, photos with their bytes', async () => {
    const session = await connect(newAccount())
    const sent = new Map<string, string>()
    for (const [place, [one, own]] of [...PRESET].entries()) {
      const { fields, blob } = valueOf(own, new Random(`six/${one}`), 'k3f9')
      const body = encode({ record: `rec-${place}`, version: 'phones-1.1', fields })
      const bytes = blob && bytesOf(blob)
      await push(session, { collection: one, id: '', as: 'new', body, blob: bytes, basedOn: undefined, key: one })
      sent.set(one, fingerprint(body, bytes).hash)
    }
    const { rows } = await session.pull()
    expect(new Map(rows.map((row) => [row.collection, fingerprint(row.body ?? '', row.blob).hash]))).toEqual(sent)
  })

  test('a photo whose bytes are changed on their way is rejected, and nothing is recorded', async () => {
    const session = await connect(newAccount())
    const photo = photoOf('rec-1', 'damaged')
    const damaged = Uint8Array.from(photo.blob)
    damaged[100] = (damaged[100] ?? 0) ^ 1
    expect(await session.push({ ...photo, blob: damaged })).toMatchObject({ is: 'rejected' })
    expect((await session.pull()).rows).toEqual([])
  })

  test('a view of more than a page is whole', async () => {
    const session = await connect(newAccount())
    for (let place = 0; place < 520; place += 1) {
      await push(session, { ...changeOf('notes', `rec-${place}`, 'n'), key: `k${place}` })
    }
    const { rows } = await session.pull()
    expect(new Set(rows.map(({ id }) => id)).size).toBe(520)
  })

  test('a stale update is acknowledged as what became of it: merged and beaten without a tag', async () => {
    const session = await connect(newAccount())
    const send = async (its: 'contacts' | 'notes' | 'scores', fields: Fields, more: Partial<Change>) => {
      const body = encode({ record: its, version: 'phones-1.1', fields })
      const given = { collection: its, id: '', as: 'new', body, basedOn: undefined } as const
      const outcome = await session.push({ ...given, key: `${its}/${JSON.stringify([fields, more])}`, ...more })
      if (outcome.is !== 'acked') throw new Error(outcome.why)
      return outcome
    }
    for (const [its, tag, newId] of [
      ['contacts', 'none', false],
      ['scores', 'none', false],
      ['notes', 'some', true],
    ] as const) {
      const { id = '', tag: basedOn } = await send(its, { a: 1, b: 1, score: 10 }, {})
      await send(its, { a: 2, b: 1, score: 30 }, { as: 'change', id, basedOn })
      const stale = await send(its, { a: 1, b: 2, score: 20 }, { as: 'change', id, basedOn })
      expect([its, stale.tag === undefined ? 'none' : 'some', stale.id !== id]).toEqual([its, tag, newId])
    }
    const shown = (await session.pull()).rows.map((row) => decode(row.body ?? '')?.fields)
    expect(shown).toContainEqual({ a: 2, b: 2, score: 20 })
    expect(shown).toHaveLength(4)
  })

  test('a closed collection is unread, is not acknowledged, and comes once it is open', async () => {
    const session = await connect(newAccount())
    await push(session, changeOf('notes', 'rec-1', 'before'))
    const door = doorNow()
    await door.close(['notes'])
    expect(await session.pull()).toMatchObject({ rows: [], unread: ['notes'] })
    expect((await session.push({ ...changeOf('notes', 'rec-2', 'x'), key: 'k2' })).is).toBe('indeterminate')
    const passing = await wire.session(adapter.definition.connect, newAccount(), door.pass)
    expect((await passing.push(changeOf('notes', 'rec-3', 'x'))).is).toBe('acked')
    await door.open(['notes'])
    expect(await session.pull()).toMatchObject({ rows: [{ collection: 'notes' }], unread: [] })
  })

  test('after a restore a cursor is answered in full, and a lost device token is renewed', async () => {
    const account = newAccount()
    const session = await connect(account)
    const made = await push(session, changeOf('tasks', 'rec-1', 'first'))
    const headers = { 'content-type': 'application/json', 'x-admin-token': adminToken() }
    const taken = await wire.send('POST', '/admin/backups', { body: '{"to":"disk"}', headers })
    const { copy } = JSON.parse(taken.text) as { readonly copy: string }
    await push(session, { ...changeOf('tasks', 'rec-2', 'later'), key: 'k2' })
    const { cursor } = await session.pull()
    await wire.send('POST', '/admin/restore', { body: JSON.stringify({ to: 'disk', copy }), headers })
    const view = await session.pull(cursor)
    expect([view.kind, view.rows.map(({ id }) => id)]).toEqual(['full', [made.id]])
  })

  test('a new and empty server is joined by the same session, which it has never seen', async () => {
    const session = await connect(newAccount())
    await push(session, changeOf('notes', 'rec-1', 'lost'))
    const { cursor } = await session.pull()
    await stop()
    await start('second')
    expect(await session.pull(cursor)).toMatchObject({ kind: 'full', rows: [] })
    const change = { ...changeOf('notes', 'rec-1', 'x'), id: 'none', as: 'change', basedOn: '"1"' } as const
    expect((await session.push(change)).is).toBe('rejected')
  })
})

describe('a view that cannot be read is an error, never an empty view', () => {
  const page = { kind: 'full', rows: [], cursor: 'c', more: false, closed: [] }
  const played = (...pages: readonly unknown[]) => {
    const left = pages.map((one) => JSON.stringify(one))
    const send: Send = (_, path) => {
      const [status, text] = path === '/v1/devices' ? [201, '{"token":"t"}'] : [200, left.shift() ?? 'null']
      return Promise.resolve({ status, text, bytes: Buffer.from(text), header: () => undefined })
    }
    return adapter.definition.connect(onlyHttp(send), newAccount())
  }

  test.each([
    ['null', [null]],
    ['an error with status 200', [{ error: 'busy' }]],
    ['no rows', [{ ...page, rows: undefined }]],
    ['a row that is none', [{ ...page, rows: [null] }]],
    ['a row without an id', [{ ...page, rows: [{ collection: 'notes', body: '{}' }] }]],
    ['a body that is no text', [{ ...page, rows: [{ collection: 'notes', id: '1', body: {} }] }]],
    ['no cursor', [{ ...page, cursor: undefined }]],
    [
      'a feed without end',
      [
        { ...page, more: true },
        { ...page, more: true },
      ],
    ],
    [
      'a restore between two pages',
      [
        { ...page, kind: 'delta', more: true },
        { ...page, cursor: 'd' },
      ],
    ],
  ])('%s', async (_, pages) => {
    await expect((await played(...pages)).pull()).rejects.toThrow(Unreadable)
  })

  test('a token that cannot be read is no token', async () => {
    const text = '<html>please log in</html>'
    const send: Send = () => Promise.resolve({ status: 201, text, bytes: Buffer.from(text), header: () => undefined })
    const session = await adapter.definition.connect(onlyHttp(send), newAccount())
    await expect(session.pull()).rejects.toThrow(Unreadable)
  })

  test('and what can be read, is', async () => {
    const session = await played(
      { ...page, more: true },
      { ...page, cursor: 'd', rows: [{ class: 'notes', id: '1', body: '{}' }] },
    )
    expect(await session.pull()).toMatchObject({ cursor: 'd', rows: [{ id: '1' }] })
  })
})
