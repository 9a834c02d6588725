import assert from 'node:assert'
import { describe, expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import type { Change, Row, Session } from './client.ts'
import { notes, photos } from '../records/index.ts'
import { guarded, guardedAccounts } from './guarded.ts'
import { NoAnswer, Unreadable } from './outcome.ts'

const loose = (value: unknown) => value as never
const account = { user: 'a1', password: { is: 'secret', reveal: () => 'x' } } as const
const change = { collection: 'notes', id: '1', as: 'new', body: '{}', basedOn: undefined, key: 'k' } as const

const collections = [notes, photos]

const sound: Session = {
  push: async () => ({ is: 'acked' }),
  pull: async () => ({ kind: 'full', rows: [{ id: '1', collection: 'notes', body: '{}' }] }),
}

async function thrownBy(own: object, method: 'push' | 'pull' = 'pull'): Promise<unknown> {
  try {
    const session = await guarded('notes', { connect: async () => ({ ...sound, ...own }), collections })(
      loose(undefined),
      account,
    )
    return await (method === 'push' ? session.push(change) : session.pull())
  } catch (thrown) {
    return thrown
  }
}

const usage = (message: string | RegExp) =>
  expect.objectContaining({ class: 'usage', message: expect.stringMatching(message) }) as unknown

describe('a mistake in an adapter is the user’s own: client, method, what was expected, what came', () => {
  test.each<[string, object, 'push' | 'pull', RegExp]>([
    [
      'undefined for an outcome',
      { push: async () => undefined },
      'push',
      /^client 'notes': push: expected an outcome.*, got nothing$/,
    ],
    [
      'another outcome',
      { push: async () => ({ is: 'ok' }) },
      'push',
      /push: expected an outcome.*, got an object with is$/,
    ],
    [
      'undefined for a view',
      { pull: async () => undefined },
      'pull',
      /^client 'notes': pull: expected a view.*, got nothing$/,
    ],
    ['a list for a view', { pull: async () => [] }, 'pull', /pull: expected a view.*, got a list of 0$/],
    [
      'a row without id',
      { pull: async () => ({ kind: 'full', rows: [{ collection: 'notes' }] }) },
      'pull',
      /rows\[0\]\.id: expected a text, got nothing$/,
    ],
    [
      'a row of no collection',
      { pull: async () => ({ kind: 'full', rows: [{ id: '1', collection: 'note' }] }) },
      'pull',
      /rows\[0\]\.collection: expected notes, photos, got 'note'$/,
    ],
    [
      'a body that is no text',
      { pull: async () => ({ kind: 'full', rows: [{ id: '1', collection: 'notes', body: {} }] }) },
      'pull',
      /rows\[0\]\.body: expected a text, got an object/,
    ],
    [
      'a member of nothing',
      { pull: () => loose(undefined)['x'] },
      'pull',
      /pull: threw TypeError: Cannot read properties of undefined/,
    ],
    ['JSON that is none', { pull: () => JSON.parse('<html>') as never }, 'pull', /pull: threw SyntaxError: /],
    ['an assertion', { push: async () => assert.equal(500, 200) }, 'push', /push: threw AssertionError: /],
  ])('%s', async (_, own, method, message) => {
    expect(await thrownBy(own, method)).toEqual(usage(message))
  })

  test('no session, or half of one', async () => {
    const connected = (session: unknown) =>
      guarded('notes', { connect: async () => loose(session), collections })(loose(undefined), account)
    await expect(connected(undefined)).rejects.toEqual(
      usage(/^client 'notes': connect: expected a session with push and pull/),
    )
    await expect(connected({ push: async () => ({ is: 'acked' }) })).rejects.toEqual(
      usage(/connect: .*, got pull: undefined$/),
    )
  })
})

describe('what a service may cause stays what it is', () => {
  test.each<[string, object, 'push' | 'pull', typeof NoAnswer | typeof Unreadable]>([
    ['NoAnswer', { push: () => Promise.reject(new NoAnswer('reset')) }, 'push', NoAnswer],
    ['Unreadable', { pull: () => Promise.reject(new Unreadable('500')) }, 'pull', Unreadable],
    [
      'an ordinary error of a change: nobody knows',
      { push: () => Promise.reject(new Error('closed')) },
      'push',
      NoAnswer,
    ],
    [
      'an ordinary error of a view: it could not be read',
      { pull: () => Promise.reject(new Error('closed')) },
      'pull',
      Unreadable,
    ],
    [
      'fetch, which calls what the network did a TypeError',
      { push: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNRESET') })) },
      'push',
      NoAnswer,
    ],
  ])('%s', async (_, own, method, kind) => {
    expect(await thrownBy(own, method)).toBeInstanceOf(kind)
  })

  test('a failure of ours, and an honest answer', async () => {
    const failure = new Failure('environment', 'gone')
    expect(await thrownBy({ pull: () => Promise.reject(failure) })).toBe(failure)
    expect(await thrownBy({}, 'push')).toEqual({ is: 'acked' })
  })
})

test('what makes accounts may fail for want of an answer; anything else is the user’s own', async () => {
  const thrown = (why: Error) => guardedAccounts('notes', () => Promise.reject(why))(loose(undefined), [account])
  const said = (kind: string, message: string) => ({ class: kind, message: `client 'notes': accounts: ${message}` })
  await expect(thrown(new NoAnswer('reset'))).rejects.toMatchObject(said('environment', 'reset'))
  await expect(thrown(new Failure('environment', 'gone'))).rejects.toMatchObject(said('environment', 'gone'))
  await expect(thrown(new Error('409'))).rejects.toMatchObject(said('usage', 'threw Error: 409'))
  await expect(guardedAccounts('notes', () => Promise.resolve('made'))(loose(undefined), [account])).resolves.toBe(
    undefined,
  )
})

describe('an adapter of a service with columns', () => {
  const carried = [{ ...notes, carriedIn: 'title' }, photos]
  const fields = { title: 'Milk (rec-1 a.1)', text: 'two bottles' }
  const body = JSON.stringify({ record: 'rec-1', version: 'a.1', text: 'two bottles', title: 'Milk' })

  async function pulled(row: object): Promise<unknown> {
    const pull = async () => ({ kind: 'full' as const, rows: [loose(row)] })
    const session = await guarded('notes', { connect: async () => ({ ...sound, pull }), collections: carried })(
      loose(undefined),
      account,
    )
    return session.pull().then(
      ({ rows }) => rows[0],
      (thrown: unknown) => thrown,
    )
  }

  test('is given the fields of a body, and none for a delete', async () => {
    const pushed: unknown[] = []
    const push = async (asked: Change) => {
      pushed.push(asked.fields)
      return { is: 'acked' } as const
    }
    const session = await guarded('notes', { connect: async () => ({ ...sound, push }), collections: carried })(
      loose(undefined),
      account,
    )
    await session.push({ ...change, body })
    await session.push({ ...change, body: undefined })
    expect(pushed).toEqual([fields, undefined])
  })

  test('answers fields, which become the body; without identity they are somebody else’s row', async () => {
    const row = { id: '1', collection: 'notes' }
    expect(await pulled({ ...row, fields })).toEqual({ ...row, body })
    expect(await pulled({ ...row, fields: { title: 'Milk' } })).toEqual({ ...row, body: '{"title":"Milk"}' })
    expect(await pulled(row)).toEqual(row)
  })

  test('bytes beside the fields are named in the body by what they are', async () => {
    const shown = { record: 'rec-2', version: 'a.2', caption: 'c' }
    const got = (await pulled({ id: '2', collection: 'photos', fields: shown, blob: Buffer.from('abc') })) as Row
    expect(JSON.parse(got.body ?? '')).toMatchObject({
      ...shown,
      blob: { bytes: 3, sha256: expect.stringMatching(/^ba7816bf/) as unknown },
    })
  })

  test.each([
    ['both', { body, fields }, /rows\[0\]: expected a body or fields, got both$/],
    ['a Date', { fields: { title: new Date(0) } }, /rows\[0\]\.fields: expected plain values/],
    ['a list', { fields: [] }, /rows\[0\]\.fields: expected plain values.*, got a list of 0$/],
    ['a number', { fields: 7 }, /rows\[0\]\.fields: expected plain values.*, got 7$/],
  ])('%s is a mistake', async (_, more, message) => {
    expect(await pulled({ id: '1', collection: 'notes', ...more })).toEqual(usage(message))
  })
})
