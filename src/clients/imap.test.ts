/** The IMAP client against a real Dovecot. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { encode, fingerprint, hostileValueOf, valueOf, notes } from '../records/index.ts'
import { changeOf, clientContract, push } from './client.contract.ts'
import { imap, Wire, type Account } from './index.ts'
import { DOVECOT, start, without } from './servers.contract.ts'

const adapter = imap({ is: 'remote', link: { is: 'link' } })
let server: Awaited<ReturnType<typeof start>>
let accounts = 0
const wire = new Wire(() => server)
const why = without(DOVECOT)

function newAccount(): Account {
  accounts += 1
  return { user: `m${accounts}@example.org`, password: { is: 'secret', reveal: () => 'secret' } }
}

const connect = (account = newAccount()) => wire.session(adapter.definition.connect, account)

if (why !== undefined) process.stderr.write(`imap.test.ts: SKIPPED: ${why}\n`)

describe.skipIf(why !== undefined)('imap', () => {
  beforeAll(async () => {
    server = await start(DOVECOT)
  })
  afterAll(async () => {
    await wire[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  clientContract('imap', () => ({ adapter, wire, newAccount }), {
    tombstones: 'RFC 9051: what is expunged is gone, and nobody remembers it',
  })

  test('more notes than one command asks for come back from the service as they were', async () => {
    const account = newAccount()
    const session = await connect(account)
    const sent = new Map<string, string>()
    for (let place = 0; place < 120; place += 1) {
      const id = place % 10 === 0 ? `rec ${place} "ä"` : `rec-${place}`
      const make = place % 2 === 0 ? valueOf : hostileValueOf
      const { fields } = make(notes, new Random(`note/${place}`), 'k3f9')
      const body = encode({ record: id, version: `phones-1.${place}`, fields })
      await push(session, { collection: 'notes', id, as: 'new', body, basedOn: undefined, key: id })
      sent.set(id, fingerprint(body).hash)
    }
    const { rows } = await (await connect(account)).pull()
    expect(new Map(rows.map(({ id, body }) => [id, fingerprint(body ?? '').hash]))).toEqual(sent)
  })

  test('a change leaves one message, and of two the newer one counts', async () => {
    const account = newAccount()
    const [session, other] = [await connect(account), await connect(account)]
    const made = await push(session, changeOf('notes', 'rec-1', 'first'))
    const second = await push(session, { ...changeOf('notes', 'rec-1', 'second'), ...made, key: 'k2' })
    const folder = join(server.folder, account.user, '.Notes')
    const files = () => readdirSync(join(folder, 'cur')).length + readdirSync(join(folder, 'new')).length
    expect(files()).toBe(1)
    const changes = [session, other].map((one, place) =>
      one.push({ ...changeOf('notes', 'rec-1', `third, ${place}`), ...second, key: `k3${place}` }),
    )
    const acked = (await Promise.all(changes)).filter(({ is }) => is === 'acked')
    expect(acked.length).toBeGreaterThan(0)
    const { rows } = await session.pull()
    expect(rows).toHaveLength(1)
    const [row] = rows
    const last = { ...changeOf('notes', 'rec-1', 'last'), basedOn: row?.tag, as: 'change', key: 'k4' } as const
    expect((await session.push(last)).is).toBe('acked')
    expect(files()).toBe(1)
  })

  test('a stale update is refused, and one that is there already is known again', async () => {
    const account = newAccount()
    const session = await connect(account)
    const made = await push(session, changeOf('notes', 'rec-1', 'first'))
    const second = { ...changeOf('notes', 'rec-1', 'second'), ...made, key: 'k2' }
    const first = await push(session, second)
    expect(await (await connect(account)).push(second)).toMatchObject({ is: 'acked', tag: first.tag })
    const stale = { ...changeOf('notes', 'rec-1', 'third'), ...made, key: 'k3' }
    expect((await session.push(stale)).is).toBe('rejected')
  })

  test('a mailbox that was made anew is read in full, and old tags are stale in it', async () => {
    const account = newAccount()
    const session = await connect(account)
    const made = await push(session, changeOf('notes', 'rec-1', 'first'))
    const { cursor } = await session.pull()
    await session.close()
    // As of a mailbox that was made at another moment: the service takes the second for it.
    const list = join(server.folder, 'lists', account.user, '.Notes', 'dovecot-uidlist')
    writeFileSync(
      list,
      readFileSync(list, 'utf8').replace(/ V(\d+)/, (_, at: string) => ` V${Number(at) + 1}`),
    )
    const after = await connect(account)
    const view = await after.pull(cursor)
    expect([view.kind, view.rows.map(({ id }) => id)]).toEqual(['full', ['rec-1']])
    expect(view.rows[0]?.tag).not.toBe(made.tag)
    expect((await after.push({ ...changeOf('notes', 'rec-1', 'x'), ...made, key: 'k2' })).is).toBe('rejected')
  })

  test('a cursor of nobody is answered in full', async () => {
    const session = await connect()
    for (const cursor of ['nonsense', 'null', '{}']) expect(await session.pull(cursor)).toMatchObject({ kind: 'full' })
  })

  test('a device that is cut off has no answer, and finds its note after it', async () => {
    const account = newAccount()
    const session = await connect(account)
    const made = await push(session, changeOf('notes', 'rec-1', 'first'))
    session.cut()
    await expect(session.pull()).rejects.toThrow(/connection/i)
    expect((await (await connect(account)).pull()).rows.map(({ tag }) => tag)).toEqual([made.tag])
  })
})
