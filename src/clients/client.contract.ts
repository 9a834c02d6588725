/** What every client keeps to, whatever it talks to: the same suite for each adapter, on a service without faults. */

import { describe, expect, test } from 'vitest'
import { encode, fingerprint, type CollectionName } from '../records/index.ts'
import type { Account, Adapter, Change, Session } from './client.ts'
import { linkOf, type LinkAccess, type Send } from './link/access.ts'
import type { Wire } from './link/wire.ts'

export interface Subject {
  readonly adapter: Adapter
  readonly wire: Wire
  /** An account that nobody has used. */
  newAccount(): Account
}

/** What a protocol may lack, with the reason; the case is then none of its contract. */
export interface Lacks {
  /** Why a deletion of what the service never had leaves no trace in it. */
  readonly tombstones?: string
}

/** `subject` is asked within each test, when its service runs. */
export function clientContract(name: string, subject: () => Subject, lacks: Lacks = {}): void {
  const open: Open = (account = subject().newAccount()) =>
    subject().wire.session(subject().adapter.definition.connect, account)
  /** The collection of a case, or the next best that this client carries. */
  const carried: Carried = (wanted) => {
    const { carries } = subject().adapter
    return carries.includes(wanted) ? wanted : (carries[0] ?? wanted)
  }

  describe(`${name}: a client shows what there is`, () => {
    readingContract(open, carried, () => subject().newAccount())
  })
  describe(`${name}: a client says what became of a change`, () => {
    changingContract(open, carried)
    offeringContract(open, carried, lacks)
  })
}

type Open = (account?: Account) => Promise<Session>
type Carried = (wanted: CollectionName) => CollectionName

function readingContract(open: Open, carried: Carried, newAccount: () => Account): void {
  test('an account that the service does not know is joined, and empty', async () => {
    const view = await (await open()).pull()
    expect([view.kind, view.rows, typeof view.cursor]).toEqual(['full', [], 'string'])
  })

  test('what one session created, another session of the account shows, and no other account does', async () => {
    const account = newAccount()
    const [mine, other, stranger] = [await open(account), await open(account), await open()]
    const made = await create(mine, carried('notes'), 'rec-1', 'first')
    const [row] = (await other.pull()).rows
    expect(row).toMatchObject({ id: made.id, collection: carried('notes'), tag: made.tag })
    expect(fingerprint(row?.body ?? '').version).toBe('phones-1.1')
    expect((await stranger.pull()).rows).toEqual([])
  })

  test('a cursor gives what changed since: nothing, an update, a deletion', async () => {
    const session = await open()
    const made = await create(session, carried('calendar'), 'rec-1', 'first')
    const first = await session.pull()
    expect(await session.pull(first.cursor)).toMatchObject({ kind: 'delta', rows: [] })
    const updated = await push(session, { ...changeOf(carried('calendar'), 'rec-1', 'second'), ...made, key: 'k2' })
    const second = await session.pull(first.cursor)
    expect(second.rows.map(({ id, tag }) => [id, tag])).toEqual([[made.id, updated.tag]])
    await push(session, { ...changeOf(carried('calendar'), 'rec-1', 'x'), ...updated, body: undefined, key: 'k3' })
    const third = await session.pull(second.cursor)
    expect(third.rows.map(({ id, body }) => [id, body])).toEqual([[made.id, undefined]])
    expect((await session.pull()).rows).toEqual([])
  })
}

function changingContract(open: Open, carried: Carried): void {
  test('the same key once more changes nothing, and is acknowledged with the same id', async () => {
    const session = await open()
    const change = changeOf(carried('tasks'), 'rec-1', 'first')
    const [first, again] = [await session.push(change), await session.push(change)]
    // The service may say by another status that it has it already.
    expect({ ...again, status: 0 }).toEqual({ ...first, status: 0 })
    expect((await session.pull()).rows).toHaveLength(1)
  })

  test('a stale delete is rejected, and the record stays', async () => {
    const session = await open()
    const made = await create(session, carried('calendar'), 'rec-1', 'first')
    await push(session, { ...changeOf(carried('calendar'), 'rec-1', 'second'), ...made, key: 'k2' })
    const outcome = await session.push({
      ...changeOf(carried('calendar'), 'rec-1', ''),
      ...made,
      body: undefined,
      key: 'k3',
    })
    expect(outcome.is).toBe('rejected')
    expect((await session.pull()).rows).toHaveLength(1)
  })
}

function offeringContract(open: Open, carried: Carried, { tombstones }: Lacks): void {
  const offerOf = (id: string, key: string) =>
    ({ ...changeOf(carried('notes'), 'rec-1', 'kept'), id, as: 'offer', key }) as const

  test('an offer comes back under its old id, once', async () => {
    const session = await open()
    expect(await session.push(offerOf('old-id', 'k1'))).toMatchObject({ is: 'acked', id: 'old-id' })
    expect((await session.push(offerOf('old-id', 'k2'))).is).toBe('rejected')
    expect((await session.pull()).rows.map(({ id }) => id)).toEqual(['old-id'])
  })

  const withTombstones = tombstones === undefined ? ['an offered deletion stays deleted'] : []
  test.each(withTombstones)('%s', async () => {
    const session = await open()
    expect((await session.push({ ...offerOf('dead-id', 'k3'), body: undefined })).is).toBe('acked')
    expect((await session.push(offerOf('dead-id', 'k4'))).is).toBe('rejected')
    expect((await session.pull()).rows).toEqual([])
  })
}

/** A link on which everything but HTTP is missing. */
export function onlyHttp(send: Send): LinkAccess {
  const missing = () => Promise.reject(new Error('HTTP only'))
  const address = { host: '127.0.0.1', port: 1 }
  return linkOf({ send, address, authority: undefined, tls: undefined, open: missing, webSocket: missing })
}

export function changeOf(collection: CollectionName, record: string, title: string): Change {
  const body = encode({ record, version: 'phones-1.1', fields: { title } })
  return { collection, id: record, as: 'new', body, basedOn: undefined, key: 'k1' }
}

/** As the next change of the same row needs it. */
interface Made {
  readonly id: string
  readonly basedOn: string
  readonly tag: string
  readonly as: 'change'
}

export async function push(session: Session, change: Change): Promise<Made> {
  const outcome = await session.push(change)
  if (outcome.is !== 'acked') throw new Error(`expected an acknowledgement, got ${outcome.is}: ${outcome.why}`)
  const { id = change.id, tag = '' } = outcome
  return { id, tag, basedOn: tag, as: 'change' }
}

const create = (session: Session, collection: CollectionName, record: string, title: string): Promise<Made> =>
  push(session, changeOf(collection, record, title))
