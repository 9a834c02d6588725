import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { upgradeContract } from './server/store/upgrade.contract.ts'
import { runServer, Server, type Device, type Place } from './server/testing/server.ts'
import { serviceContract } from './server/testing/service.contract.ts'
import { Databases, nameIn } from './testing/databases.ts'
import { postgresIsMissing } from './testing/postgres.ts'

describe.skipIf(postgresIsMissing())('the service on PostgreSQL', () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await Databases.start()
  })
  afterAll(() => databases[Symbol.asyncDispose]())

  const place = async (): Promise<Place> => ({ path: await databases.create(), [Symbol.dispose]: () => undefined })

  serviceContract(place)
  upgradeContract(place)

  describe('starting', () => {
    const failure = async (url: string, ...flags: string[]) => {
      const child = runServer(url, ...flags)
      const [said] = await Promise.all([text(child.stderr), once(child, 'exit')])
      return { code: child.exitCode, said: said.trimEnd() }
    }

    test('on what is no PostgreSQL is refused, and no password is said', async () => {
      expect(await failure('postgres:secret')).toMatchObject({ code: 1 })
      const { code, said } = await failure('postgres://sync:secret@127.0.0.1:1/sync')
      expect(code).toBe(1)
      expect(said).toContain('ECONNREFUSED')
      expect(said).not.toContain('secret')
    })

    test('on a database of somebody else is refused, and nothing is changed', async () => {
      const url = await databases.create()
      await databases.ask('CREATE TABLE guests (name text)', url)
      expect(await failure(url)).toEqual({ code: 1, said: expect.stringContaining('found tables guests') })
      const tables = await databases.ask(
        `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
        url,
      )
      expect(tables.rows).toEqual([{ relname: 'guests' }])
    })
  })

  test('a server that went away is 503, and is found again', async () => {
    await using server = await Server.start(await databases.create())
    const device = await server.signIn()
    const { id } = await device.create('notes', '{"v":1}')
    const name = nameIn(server.store)
    await databases.ask(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await databases.endConnections(name)
    for (const path of ['/health', '/status', '/v1/changes', '/v1/export'])
      expect([path, (await device.send('GET', path)).status]).toEqual([path, 503])
    expect((await device.send('POST', '/v1/records/notes', '{"v":2}')).status).toBe(503)
    await databases.ask(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    expect((await server.send('GET', '/health')).status).toBe(200)
    expect((await device.pull()).rows.map((row) => row.id)).toEqual([id])
  })

  test('copies are not its own affair', async () => {
    await using server = await Server.start(await databases.create())
    const answer = await server.admin('GET', '/admin/backups?to=shelf')
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([404, { type: 'backups' }])
    expect((await server.admin('POST', '/admin/backups', { to: 'shelf' })).status).toBe(404)
    expect((await server.admin('POST', '/admin/restore', { to: 'shelf', copy: 'c' })).status).toBe(404)
  })

  describe('a restore from another database', () => {
    const bytes = new Uint8Array(3_000).fill(7)

    /** A server with something in it, and a copy of its database as of then. */
    async function filled() {
      const server = await Server.start(await databases.create())
      const device = await server.signIn('ann')
      const contact = await device.create('contacts', '{"name":"a"}')
      const note = await device.create('notes', '{"v":1}', { 'idempotency-key': 'k' })
      const photo = await device.photo(bytes)
      const task = await device.create('tasks', '{"v":1}')
      await device.remove('tasks', task.id, task.etag)
      await databases.endConnections(nameIn(server.store))
      const copy = await databases.create(nameIn(server.store))
      return {
        server,
        device,
        contact,
        note,
        photo,
        task,
        copy,
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      }
    }

    const restore = (server: Server, database: string, scope: object = {}) =>
      server.admin('POST', '/admin/restore', { database, ...scope })
    const liveIn = async (device: Device) => (await device.pull()).rows.map(({ id }) => id).toSorted()

    test('brings everything back, in a new epoch', async () => {
      await using it = await filled()
      const { server, device } = it
      const before = await device.pull()
      await device.update('contacts', it.contact.id, it.contact.etag, '{"name":"b"}')
      await device.create('scores', '{"score":1}')
      await databases.ask('TRUNCATE blobs', server.store)
      const answer = await restore(server, nameIn(it.copy))
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { rows: 3, tombstones: 1 }])
      const after = await device.pull(before.cursor)
      expect(after.kind).toBe('full')
      expect(after.rows.map(({ id, etag, body }) => ({ id, etag, body })).toSorted(byId)).toEqual(
        before.rows.map(({ id, etag, body }) => ({ id, etag, body })).toSorted(byId),
      )
      expect((await device.send('GET', `/v1/blobs/${it.photo.sha256}`)).bytes).toEqual(bytes)
      expect((await device.send('GET', `/v1/records/tasks/${it.task.id}`)).status).toBe(410)
      expect((await device.create('notes', '{"v":1}', { 'idempotency-key': 'k' })).id).toBe(it.note.id)
    })

    test('with defect H3 keeps the epoch', async () => {
      await using it = await filled()
      await it.server.end('SIGTERM')
      await using server = await Server.start(it.server.store, '--defects', 'H3')
      const device = await server.signIn('ann')
      const { cursor } = await device.pull()
      expect((await restore(server, nameIn(it.copy))).status).toBe(200)
      expect((await device.pull(cursor)).kind).toBe('delta')
    })

    test('of classes and users brings no more', async () => {
      await using it = await filled()
      const later = await it.device.create('notes', '{"v":"later"}')
      const changed = await it.device.update('contacts', it.contact.id, it.contact.etag, '{"name":"b"}')
      const bob = await it.server.signIn('bob')
      const his = await bob.create('notes', '{"v":"bob"}')
      const answer = await restore(it.server, nameIn(it.copy), { classes: ['notes'], users: ['ann'] })
      expect(JSON.parse(answer.text)).toMatchObject({ rows: 1, tombstones: 0 })
      expect(await liveIn(it.device)).toEqual([it.contact.id, it.note.id, it.photo.id].toSorted())
      expect((await it.device.send('GET', `/v1/records/notes/${later.id}`)).status).toBe(404)
      expect((await it.device.send('GET', `/v1/records/contacts/${it.contact.id}`)).headers.get('etag')).toBe(
        changed.etag,
      )
      expect(await liveIn(bob)).toEqual([his.id])
    })

    describe('is refused, and changes nothing,', () => {
      let it: Awaited<ReturnType<typeof filled>>
      beforeAll(async () => {
        it = await filled()
      })
      afterAll(() => it[Symbol.asyncDispose]())

      test.each([
        ['that is missing', 'unusable', undefined],
        ['that is empty', 'empty', 'DROP SCHEMA public CASCADE'],
        ['without rows', 'empty', 'TRUNCATE records'],
        ['of an unknown format', 'unusable', `UPDATE state SET value = '7' WHERE name = 'format'`],
        ['without its marker', 'unusable', 'DELETE FROM state'],
        ['without a table', 'unusable', 'DROP TABLE versions'],
        ['without a blob', 'inconsistent', 'TRUNCATE blobs'],
        ['with a blob of other bytes', 'unusable', `UPDATE blobs SET bytes = 'x'`],
      ] as const)('%s', async (_, damage, spoil) => {
        const copy = await databases.create(nameIn(it.copy))
        if (spoil) await databases.ask(spoil, copy)
        const before = await it.device.pull()
        const answer = await restore(it.server, spoil ? nameIn(copy) : 'nowhere')
        expect([answer.status, JSON.parse(answer.text)]).toMatchObject([409, { type: 'copy', damage }])
        expect(await it.device.pull(before.cursor)).toMatchObject({ kind: 'delta', rows: [] })
      })
    })
  })
})

const byId = (one: { readonly id: string }, other: { readonly id: string }) => one.id.localeCompare(other.id)
