/** The WebDAV client against a real rclone and a real Apache: one compares no ETags, the other calls new ones weak. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { bytesOf, encode, fingerprint, hostileValueOf, valueOf, notes, photos as photosOf } from '../records/index.ts'
import { changeOf, clientContract, onlyHttp, push } from './client.contract.ts'
import { FILE_SERVERS, start, without } from './servers.contract.ts'
import { NoAnswer, Unreadable, webdav, Wire, type Account, type Answer, type Send } from './index.ts'

const adapter = webdav({ is: 'remote', link: { is: 'link' } })
let accounts = 0

function newAccount(): Account {
  accounts += 1
  return { user: `f${accounts}@example.org`, password: { is: 'secret', reveal: () => 'secret' } }
}

const connectBy = (send: Send, account = newAccount()) => adapter.definition.connect(onlyHttp(send), account)

describe.for(FILE_SERVERS)('webdav on $program', (one) => {
  const why = without(one)
  if (why !== undefined) process.stderr.write(`webdav.test.ts: SKIPPED: ${why}\n`)

  describe.skipIf(why !== undefined)('a server', () => {
    let server: Awaited<ReturnType<typeof start>>
    const wire = new Wire(() => server)

    beforeAll(async () => {
      server = await start(one)
    })
    afterAll(async () => {
      await wire.hangUp()
      await server[Symbol.asyncDispose]()
    })

    clientContract(`webdav on ${one.program}`, () => ({ adapter, wire, newAccount }), {
      tombstones: 'RFC 4918: a DELETE of what is not there is 404, and nobody remembers it',
    })

    test('photos with their bytes, and documents, come back from the service as they were', async () => {
      const account = newAccount()
      const session = await connectBy(wire.send, account)
      const sent = new Map<string, string>()
      for (let place = 0; place < 12; place += 1) {
        const id = `rec ${place} ä%`
        const collection = place % 3 === 0 ? 'notes' : 'photos'
        const make = place % 2 === 0 ? valueOf : hostileValueOf
        const made = make(collection === 'notes' ? notes : photosOf, new Random(`file/${place}`), 'k3f9')
        const body = encode({ record: id, version: `phones-1.${place}`, fields: made.fields })
        const blob = made.blob && bytesOf(made.blob)
        await push(session, { collection, id, as: 'new', body, blob, basedOn: undefined, key: id })
        sent.set(id, fingerprint(body, blob).hash)
      }
      const { rows } = await session.pull()
      const shown = rows.map(({ id, body = '', blob }) => [id, fingerprint(body, blob).hash] as const)
      expect(new Map(shown)).toEqual(sent)
      const photos = join(server.folder, account.user, 'photos')
      expect(readdirSync(photos)).toHaveLength(8)
      for (const name of readdirSync(photos)) {
        expect(readFileSync(join(photos, name)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
      }
    })

    test('a folder that is gone is made anew, and the view is full', async () => {
      const account = newAccount()
      const session = await connectBy(wire.send, account)
      await push(session, changeOf('notes', 'rec-1', 'first'))
      const { cursor } = await session.pull()
      await wire.send('DELETE', `/${encodeURIComponent(account.user)}/photos/`)
      const view = await session.pull(cursor)
      expect([view.kind, view.rows.map(({ id }) => id)]).toEqual(['full', ['rec-1']])
      expect(await session.pull(view.cursor)).toMatchObject({ kind: 'delta', rows: [] })
    })

    test('a stale update is refused, and one whose answer was lost is known again', async () => {
      const account = newAccount()
      const session = await connectBy(wire.send, account)
      const made = await push(session, changeOf('photos', 'rec-1', 'first'))
      const second = { ...changeOf('photos', 'rec-1', 'second'), ...made, key: 'k2' }
      const losing: Send = async (method, ...rest) => {
        const answer = await wire.send(method, ...rest)
        if (method === 'PUT' && answer.status < 300) throw new NoAnswer('reset')
        return answer
      }
      await expect((await connectBy(losing, account)).push(second)).rejects.toThrow(NoAnswer)
      expect(await session.push(second)).toMatchObject({ is: 'acked', id: made.id })
      const stale = { ...changeOf('photos', 'rec-1', 'third'), ...made, key: 'k3' }
      expect((await session.push(stale)).is).toBe('rejected')
    })

    test('what is missed when it is to be deleted is told as deleted, though no listing ever had it', async () => {
      const account = newAccount()
      const session = await connectBy(wire.send, account)
      await push(session, changeOf('notes', 'rec-1', 'first'))
      const { cursor } = await session.pull()
      const made = await push(session, changeOf('notes', 'rec-2', 'second'))
      await wire.send('DELETE', `/${encodeURIComponent(account.user)}/documents/rec-2.json`)
      const removal = { ...changeOf('notes', 'rec-2', 'x'), ...made, as: 'change', body: undefined, key: 'k2' } as const
      expect(await session.push(removal)).toMatchObject({ is: 'rejected', status: 404 })
      const view = await session.pull(cursor)
      expect(view).toMatchObject({ kind: 'delta', rows: [{ id: 'rec-2', collection: 'notes' }] })
      expect(view.rows[0]?.body).toBeUndefined()
      expect(await session.pull(view.cursor)).toMatchObject({ kind: 'delta', rows: [] })
    })

    test('what was put and deleted between two listings is told as deleted, and again to an older cursor', async () => {
      const account = newAccount()
      const session = await connectBy(wire.send, account)
      await push(session, changeOf('notes', 'rec-1', 'first'))
      const { cursor } = await session.pull()
      await push(session, changeOf('notes', 'rec-2', 'second'))
      await wire.send('DELETE', `/${encodeURIComponent(account.user)}/documents/rec-2.json`)
      const deleted = { kind: 'delta', rows: [{ id: 'rec-2', collection: 'notes' }] }
      const view = await session.pull(cursor)
      expect(view).toMatchObject(deleted)
      expect(view.rows[0]?.body).toBeUndefined()
      expect(await session.pull(view.cursor)).toMatchObject({ kind: 'delta', rows: [] })
      expect(await session.pull(cursor)).toMatchObject(deleted)
    })

    test('a cursor of nobody is answered in full', async () => {
      const session = await connectBy(wire.send)
      await push(session, changeOf('notes', 'rec-1', 'first'))
      for (const cursor of ['nonsense', 'null']) expect(await session.pull(cursor)).toMatchObject({ kind: 'full' })
    })
  })
})

describe('what a service may answer besides', () => {
  const answering = (answers: readonly (Partial<Answer> & { readonly etag?: string })[]) => {
    const left = [...answers]
    const asked: string[] = []
    const send: Send = (method, _, { headers = {} } = {}) => {
      asked.push(`${method} ${headers['if'] ?? headers['if-none-match'] ?? ''}`.trim())
      const { status = 200, text = '', etag } = left.shift() ?? {}
      const header = (name: string) => (name === 'etag' ? etag : undefined)
      return Promise.resolve({ status, text, bytes: Buffer.from(text), header })
    }
    return { session: connectBy(send, { ...newAccount(), user: 'u' }), asked }
  }
  const CONDITION = `PUT </u/documents/rec-1.json> (["1"])`
  const changed = { ...changeOf('notes', 'rec-1', 'x'), as: 'change', basedOn: '"1"' } as const

  test('a service that refuses what it shows is asked without a condition, and from then on at once', async () => {
    const { session, asked } = answering([
      { etag: 'W/"1"' },
      { status: 412 },
      { etag: '"1"' },
      { status: 204, etag: '"2"' },
      { etag: '"2"' },
      { status: 204, etag: '"3"' },
    ])
    const device = await session
    expect(await device.push(changed)).toMatchObject({ is: 'acked', tag: '"2"' })
    expect(await device.push({ ...changed, basedOn: '"2"' })).toMatchObject({ is: 'acked', tag: '"3"' })
    expect(asked).toEqual(['HEAD', CONDITION, 'HEAD', 'PUT', 'HEAD', 'PUT'])
  })

  test('a service that was quicker with another version is believed', async () => {
    const { session, asked } = answering([{ etag: '"1"' }, { status: 412 }, { etag: '"2"' }])
    expect((await (await session).push(changed)).is).toBe('rejected')
    expect(asked).toEqual(['HEAD', CONDITION, 'HEAD'])
  })

  test.each([
    [500, 'indeterminate'],
    [401, 'indeterminate'],
    [423, 'indeterminate'],
    [507, 'indeterminate'],
    [403, 'rejected'],
    [413, 'rejected'],
  ])('a file that is answered with %i is %s', async (status, expected) => {
    const { session } = answering([{ status: 404 }, { status }])
    expect((await (await session).push(changeOf('notes', 'rec-1', 'x'))).is).toBe(expected)
  })

  test('a look that fails proves nothing of the change', async () => {
    const { session, asked } = answering([{ status: 503 }])
    expect((await (await session).push(changed)).is).toBe('indeterminate')
    expect(asked).toEqual(['HEAD'])
  })

  const listed = (rows: string) => ({ status: 207, text: `<multistatus>${rows}</multistatus>` })
  const row = '<response><href>/u/photos/a.jpg</href><status>HTTP/1.1 200 OK</status></response>'
  test.each<readonly [string, readonly Partial<Answer>[]]>([
    ['an error', [{ status: 500 }]],
    ['a file without a tag', [listed(row)]],
    ['a folder that cannot be made', [{ status: 404 }, { status: 403 }]],
  ])('%s is no view', async (_, answers) => {
    await expect((await answering(answers).session).pull()).rejects.toThrow(Unreadable)
  })
})
