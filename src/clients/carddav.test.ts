/** The CardDAV client against a real Radicale. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { contacts, encode, fingerprint, hostileValueOf, valueOf } from '../records/index.ts'
import { startRadicale, withoutRadicale } from './dav/radicale.contract.ts'
import { addressBookOf, type CardDavPaths } from './carddav.ts'
import { changeOf, clientContract, onlyHttp, push } from './client.contract.ts'
import { carddav, NoAnswer, Unreadable, Wire, type Account, type Answer, type Send } from './index.ts'

const adapter = carddav({ is: 'remote', link: { is: 'link' } })
let server: Awaited<ReturnType<typeof startRadicale>>
let accounts = 0
const wire = new Wire(() => server)

function newAccount(): Account {
  accounts += 1
  return { user: `u${accounts}@example.org`, password: { is: 'secret', reveal: () => 'secret' } }
}

const connect = (account: Account, send: Send = wire.send) => adapter.definition.connect(onlyHttp(send), account)

if (withoutRadicale !== undefined) process.stderr.write(`carddav.test.ts: SKIPPED: ${withoutRadicale}\n`)

describe.skipIf(withoutRadicale !== undefined)('carddav', () => {
  beforeAll(async () => {
    server = await startRadicale()
  })
  afterAll(async () => {
    await wire.hangUp()
    await server[Symbol.asyncDispose]()
  })

  clientContract('carddav', () => ({ adapter, wire, newAccount }), {
    tombstones: 'RFC 6352: a DELETE of what is not there is 404, and nobody remembers it',
  })

  test.each<[string, CardDavPaths, string]>([
    ['a path of its own', { book: '/${user}/people/' }, 'people'],
    ['below a principal', { principal: '/${user}/' }, 'contacts'],
    ['below a principal that is found', { principal: '/.well-known/carddav', book: 'friends/' }, 'friends'],
  ])('an address book at %s is made, written and read there', async (_, paths, name) => {
    const own = carddav({ is: 'remote', link: { is: 'link' } }, paths)
    const account = newAccount()
    const session = await own.definition.connect(onlyHttp(wire.send), account)
    await session.pull()
    await push(session, changeOf('contacts', 'rec-1', 'first'))
    expect((await session.pull()).rows).toHaveLength(1)
    const authorization = `Basic ${Buffer.from(`${account.user}:secret`).toString('base64')}`
    const book = `/${encodeURIComponent(account.user)}/${name}/`
    expect((await wire.send('PROPFIND', book, { headers: { authorization } })).status).toBe(207)
    // Where another one looks, there is nothing.
    const other = await wire.send('PROPFIND', `${book}../elsewhere/`, { headers: { authorization } })
    expect(other.status).toBe(404)
  })

  test('a view of more cards than one request asks for is whole, and each card comes back as it was', async () => {
    const session = await connect(newAccount())
    const sent = new Map<string, string>()
    for (let place = 0; place < 120; place += 1) {
      const record = `rec-${place}`
      const make = place % 2 === 0 ? valueOf : hostileValueOf
      const { fields } = make(contacts, new Random(`card/${place}`), 'k3f9')
      const body = encode({ record, version: `phones-1.${place}`, fields: { ...fields, modified: '2009-10-01' } })
      await push(session, { collection: 'contacts', id: record, as: 'new', body, basedOn: undefined, key: record })
      sent.set(record, fingerprint(body).hash)
    }
    const { rows } = await session.pull()
    expect(new Map(rows.map(({ id, body }) => [id, fingerprint(body ?? '').hash]))).toEqual(sent)
  })

  test('an id that is odd in a path names one card', async () => {
    const session = await connect(newAccount())
    for (const id of ['a b', 'ä%20', 'x.vcf']) await push(session, { ...changeOf('contacts', id, 't'), id, key: id })
    expect((await session.pull()).rows.map(({ id }) => id).toSorted()).toEqual(['a b', 'x.vcf', 'ä%20'])
  })

  test('a token that the service does not know is answered in full', async () => {
    const session = await connect(newAccount())
    const made = await push(session, changeOf('contacts', 'rec-1', 'first'))
    const { cursor = '' } = await session.pull()
    const forgotten = cursor.replace(/[0-9a-f]{64}$/, '0'.repeat(64))
    expect(forgotten).not.toBe(cursor)
    for (const one of [forgotten, 'nonsense']) {
      expect(await session.pull(one)).toMatchObject({ kind: 'full', cursor, rows: [{ id: made.id }] })
    }
  })

  test('an address book that is gone is made anew, and is empty', async () => {
    const account = newAccount()
    const session = await connect(account)
    await push(session, changeOf('contacts', 'rec-1', 'first'))
    const { cursor } = await session.pull()
    const made = await push(session, { ...changeOf('contacts', 'rec-2', 'second'), key: 'k2' })
    const authorization = `Basic ${Buffer.from(`${account.user}:secret`).toString('base64')}`
    const gone = await wire.send('DELETE', addressBookOf(account.user), { headers: { authorization } })
    expect(gone.status).toBe(200)
    expect((await session.push({ ...changeOf('contacts', 'rec-2', 'x'), ...made })).is).toBe('rejected')
    expect(await session.pull(cursor)).toMatchObject({ kind: 'full', rows: [] })
  })

  test('a stale update is refused, and one whose answer was lost is known again', async () => {
    const account = newAccount()
    const session = await connect(account)
    const made = await push(session, changeOf('contacts', 'rec-1', 'first'))
    const { cursor } = await session.pull()
    const second = { ...changeOf('contacts', 'rec-1', 'second'), ...made, key: 'k2' }
    const losing: Send = async (...request) => {
      await wire.send(...request)
      throw new NoAnswer('reset')
    }
    await expect((await connect(account, losing)).push(second)).rejects.toThrow(NoAnswer)
    expect(await session.push(second)).toMatchObject({ is: 'acked', id: made.id })
    const stale = { ...changeOf('contacts', 'rec-1', 'third'), ...made, key: 'k3' }
    expect((await session.push(stale)).is).toBe('rejected')
    expect((await session.pull(cursor)).rows).toHaveLength(1)
  })

  test("nobody reads another's address book", async () => {
    const [mine, other] = [newAccount(), newAccount()]
    await (await connect(mine)).pull()
    const authorization = `Basic ${Buffer.from(`${other.user}:secret`).toString('base64')}`
    const { status } = await wire.send('PROPFIND', addressBookOf(mine.user), { headers: { authorization } })
    expect(status).toBe(403)
  })
})

test.each<[CardDavPaths, string]>([
  [{ book: 'contacts/' }, "book: expected a folder, with a / at its end, that begins with /, got 'contacts/'"],
  [{ book: '/contacts' }, "book: expected a folder, with a / at its end, that begins with /, got '/contacts'"],
  [{ principal: 'me/' }, "principal: expected a path that begins with /, got 'me/'"],
  [{ principal: '/me/', book: '/b/' }, 'book: expected a folder, with a / at its end, below the address books of the'],
  [{ home: '/x/' } as CardDavPaths, "expected principal, book, got 'home'"],
])('a path that is none is refused: %o', (paths, message) => {
  expect(() => carddav({ is: 'remote', link: { is: 'link' } }, paths)).toThrow(`carddav: ${message}`)
})

describe('what a service may answer besides', () => {
  const answering = (answers: readonly Partial<Answer>[]) => {
    const left = [...answers]
    return connect(newAccount(), () => {
      const { status = 200, text = '', header = () => undefined } = left.shift() ?? {}
      return Promise.resolve({ status, text, header, bytes: Buffer.from(text) })
    })
  }

  test.each([
    [201, 'acked'],
    [204, 'acked'],
    [200, 'indeterminate'],
    [400, 'indeterminate'],
    [401, 'indeterminate'],
    [403, 'rejected'],
    [404, 'rejected'],
    [409, 'rejected'],
    [412, 'rejected'],
    [423, 'indeterminate'],
    [500, 'indeterminate'],
    [503, 'indeterminate'],
    [507, 'indeterminate'],
  ])('a card that is answered with %i is %s', async (status, expected) => {
    const session = await answering([{ status }, { status: 405 }, { status }])
    expect((await session.push(changeOf('contacts', 'rec-1', 'first'))).is).toBe(expected)
  })

  const page = (rows: string, token = 't') => ({
    status: 207,
    text: `<multistatus>${token && `<sync-token>${token}</sync-token>`}${rows}</multistatus>`,
  })
  const row = (href: string, status: number, prop = '') =>
    `<response><href>${href}</href>${prop}<status>HTTP/1.1 ${status} X</status></response>`

  test.each<readonly [string, readonly Partial<Answer>[]]>([
    ['an error', [{ status: 500 }]],
    ['refused for another reason than the token', [{ status: 403, text: 'no' }]],
    ['no token', [page('', '')]],
    ['a card that does not come', [page(row('/c/a.vcf', 200)), page('')]],
    ['a card that nobody asked for', [page(row('/c/a.vcf', 200)), page(row('/c/b.vcf', 404))]],
    ['a card without content', [page(row('/c/a.vcf', 200)), page(row('/c/a.vcf', 200))]],
    ['a card that cannot be read', [page(row('/c/a.vcf', 200)), page(row('/c/a.vcf', 500))]],
    ['parts without end', Array.from({ length: 1_001 }, () => page(row('/c/', 507)))],
    ['a name that is none', [page(row('/c/%zz.vcf', 404))]],
    ['no address book, and none can be made', [{ status: 404 }, { status: 403 }]],
  ])('%s is no view', async (_, answers) => {
    await expect((await answering(answers)).pull('t0')).rejects.toThrow(Unreadable)
  })

  test('an answer in parts is one view: the last word on a card holds', async () => {
    const parts = [page(row('/c/a.vcf', 200) + row('/c/', 507), 't1'), page(row('/c/a.vcf', 404), 't2')]
    expect(await (await answering(parts)).pull('t0')).toEqual({
      kind: 'delta',
      cursor: 't2',
      rows: [{ id: 'a', collection: 'contacts' }],
    })
  })
})
