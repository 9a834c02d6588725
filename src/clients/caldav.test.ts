/** The CalDAV client against a real Radicale. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { calendar, tasks, encode, fingerprint, hostileValueOf, valueOf } from '../records/index.ts'
import { changeOf, clientContract, onlyHttp, push } from './client.contract.ts'
import { startRadicale, withoutRadicale } from './dav/radicale.contract.ts'
import { caldav, Wire, type Account } from './index.ts'

const adapter = caldav({ is: 'remote', link: { is: 'link' } })
let server: Awaited<ReturnType<typeof startRadicale>>
let accounts = 0
const wire = new Wire(() => server)

function newAccount(): Account {
  accounts += 1
  return { user: `c${accounts}@example.org`, password: { is: 'secret', reveal: () => 'secret' } }
}

const connect = (account: Account) => adapter.definition.connect(onlyHttp(wire.send), account)

if (withoutRadicale !== undefined) process.stderr.write(`caldav.test.ts: SKIPPED: ${withoutRadicale}\n`)

describe.skipIf(withoutRadicale !== undefined)('caldav', () => {
  beforeAll(async () => {
    server = await startRadicale()
  })
  afterAll(async () => {
    await wire.hangUp()
    await server[Symbol.asyncDispose]()
  })

  clientContract('caldav', () => ({ adapter, wire, newAccount }), {
    tombstones: 'RFC 4791: a DELETE of what is not there is 404, and nobody remembers it',
  })

  test('appointments and tasks are one view, and each comes back from the service as it was', async () => {
    const session = await connect(newAccount())
    const sent = new Map<string, unknown>()
    for (let place = 0; place < 40; place += 1) {
      const collection = place % 4 < 2 ? 'calendar' : 'tasks'
      const make = place % 2 === 0 ? valueOf : hostileValueOf
      const { fields } = make(collection === 'calendar' ? calendar : tasks, new Random(`item/${place}`), 'k3f9')
      const id = `rec-${place}`
      const body = encode({ record: id, version: `phones-1.${place}`, fields })
      await push(session, { collection, id, as: 'new', body, basedOn: undefined, key: id })
      sent.set(id, [collection, fingerprint(body).hash])
    }
    const { rows } = await session.pull()
    const shown = rows.map((row) => [row.id, [row.collection, fingerprint(row.body ?? '').hash]] as const)
    expect(new Map(shown)).toEqual(sent)
  })

  test('a token that one folder does not know is answered in full by both', async () => {
    const session = await connect(newAccount())
    await push(session, changeOf('calendar', 'rec-1', 'first'))
    await push(session, { ...changeOf('tasks', 'rec-2', 'second'), key: 'k2' })
    const { cursor = '' } = await session.pull()
    expect(await session.pull(cursor)).toMatchObject({ kind: 'delta', rows: [] })
    const forgotten = cursor.replace(/[0-9a-f]{64}"}$/, `${'0'.repeat(64)}"}`)
    expect(forgotten).not.toBe(cursor)
    for (const one of [forgotten, 'nonsense', '{}', 'null']) {
      const view = await session.pull(one)
      expect(view).toMatchObject({ kind: 'full', cursor })
      expect(view.rows.map(({ collection: its }) => its)).toEqual(['calendar', 'tasks'])
    }
  })

  test('a change of a collection that it does not carry is refused', async () => {
    const session = await connect(newAccount())
    expect((await session.push(changeOf('notes', 'rec-1', 'first'))).is).toBe('rejected')
  })
})
