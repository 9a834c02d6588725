import { expect, test } from 'vitest'
import { client, type Change, type Outcome, type Row, type Session } from '../../clients/index.ts'
import { onlyHttp } from '../../clients/client.contract.ts'
import { encode } from '../../records/index.ts'
import { OwnRecords } from './own-records.ts'

const bodyOf = (record: string, version = 'phones-1.1') => encode({ record, version, fields: { title: 'x' } })
const row = (id: string, body = '{"title":"of somebody"}'): Row => ({ id, collection: 'notes', body })

function changeOf(as: Change['as'], id: string, body?: string): Change {
  return { collection: 'notes', id, as, body, basedOn: undefined, key: `${as}/${id}` }
}

interface Showing {
  readonly rows?: Row[]
  readonly id?: string
  readonly outcome?: Outcome
}

const acked = (id?: string): Outcome => ({ is: 'acked', ...(id !== undefined && { id }) })

/** A service that shows these rows, and is asked through a guard; what came to it. */
async function guarded({ rows = [row('theirs')], id, outcome = acked(id) }: Showing = {}) {
  const came: Change[] = []
  const session: Session = {
    push: (change) => {
      came.push(change)
      return Promise.resolve(outcome)
    },
    pull: () => Promise.resolve({ kind: 'full', rows }),
  }
  const { definition } = client({ carries: ['notes'], connect: () => Promise.resolve(session) })({
    is: 'remote',
    link: { is: 'link' },
  })
  const own = new OwnRecords(new Set(['rec-000001-aaaa', 'rec-000002-bbbb']))
  const account = { user: 'ada', password: { is: 'secret' as const, reveal: () => '' } }
  const through = await own.guard('api', definition.connect)(
    onlyHttp(() => Promise.reject(new Error('none'))),
    account,
  )
  return { own, through, came, rows }
}

test('nothing is written before the account was read whole', async () => {
  const { through, came, own } = await guarded()
  expect(await through.push(changeOf('new', 'rec-000001-aaaa', bodyOf('rec-000001-aaaa')))).toEqual({
    is: 'rejected',
    why: 'not sent: the account was not read whole before',
  })
  expect([came, own.refused]).toEqual([[], 1])
})

test.each([
  ['changed', changeOf('change', 'theirs', bodyOf('rec-000001-aaaa'))],
  ['deleted', changeOf('change', 'theirs')],
  ['offered', changeOf('offer', 'theirs', bodyOf('rec-000001-aaaa'))],
  ['deleted by an offer', changeOf('offer', 'theirs')],
  ['overwritten by a new one', changeOf('new', 'theirs', bodyOf('rec-000001-aaaa'))],
])('a record that was there before is never %s', async (_, change) => {
  const { through, came } = await guarded()
  await through.pull()
  expect(await through.push(change)).toEqual({
    is: 'rejected',
    why: 'not sent: notes theirs was there before, and is not of this run',
  })
  expect(came).toEqual([])
})

test('a record of which nobody knows is neither changed nor deleted', async () => {
  const { through, came } = await guarded()
  await through.pull()
  const why = 'not sent: notes unheard-of was not written by this run'
  expect(await through.push(changeOf('change', 'unheard-of'))).toEqual({ is: 'rejected', why })
  expect(came).toEqual([])
})

test('what the run has written itself it changes, deletes and offers', async () => {
  const { through, came, own } = await guarded()
  await through.pull()
  const body = bodyOf('rec-000001-aaaa')
  await through.push(changeOf('new', 'rec-000001-aaaa', body))
  await through.push(changeOf('new', 'rec-000001-aaaa', body))
  await through.push(changeOf('change', 'rec-000001-aaaa', bodyOf('rec-000001-aaaa', 'phones-1.2')))
  await through.push(changeOf('offer', 'rec-000001-aaaa', body))
  await through.push(changeOf('change', 'rec-000001-aaaa'))
  expect(came.map(({ as }) => as)).toEqual(['new', 'new', 'change', 'offer', 'change'])
  // What is sent once more is counted apart.
  expect(own.counts).toEqual({ 'sign in': 1, read: 1, create: 1, change: 1, delete: 1, again: 2 })
  expect([own.isOwn('api', 'ada', row('rec-000001-aaaa')), own.isOwn('api', 'ada', row('theirs'))]).toEqual([
    true,
    false,
  ])
  expect(own.isOwn('api', 'ben', row('rec-000001-aaaa'))).toBe(false)
})

test('an id that the service chose is of the run, by its answer or by what is shown later', async () => {
  const answered = await guarded({ id: 'minted-1' })
  await answered.through.pull()
  await answered.through.push(changeOf('new', 'rec-000001-aaaa', bodyOf('rec-000001-aaaa')))
  await answered.through.push(changeOf('change', 'minted-1'))
  expect(answered.came.map(({ id }) => id)).toEqual(['rec-000001-aaaa', 'minted-1'])

  const { through, rows, own } = await guarded()
  await through.pull()
  await through.push(changeOf('new', 'rec-000001-aaaa', bodyOf('rec-000001-aaaa')))
  rows.push(row('minted-2', bodyOf('rec-000001-aaaa')), row('minted-3', bodyOf('rec-000002-bbbb')), row('later'))
  await through.pull()
  expect(rows.filter((one) => own.isOwn('api', 'ada', one)).map(({ id }) => id)).toEqual(['minted-2'])
  expect((await through.push(changeOf('change', 'minted-3'))).is).toBe('rejected')
  expect((await through.push(changeOf('change', 'later'))).is).toBe('rejected')
})

test('what nobody has answered for, or shown, may still appear', async () => {
  const { through, rows, own } = await guarded({ outcome: { is: 'indeterminate', why: 'no answer' } })
  await through.pull()
  await through.push(changeOf('new', 'rec-000001-aaaa', bodyOf('rec-000001-aaaa')))
  expect(own.unheard).toBe(1)
  rows.push(row('rec-000001-aaaa', bodyOf('rec-000001-aaaa')))
  await through.pull()
  expect(own.unheard).toBe(0)
})

test('an answer that names a record of somebody else does not make it one of the run', async () => {
  const { through, came, own } = await guarded({ id: 'theirs' })
  await through.pull()
  await through.push(changeOf('new', 'rec-000001-aaaa', bodyOf('rec-000001-aaaa')))
  expect((await through.push(changeOf('change', 'theirs'))).is).toBe('rejected')
  expect([came.length, own.isOwn('api', 'ada', row('theirs'))]).toEqual([1, false])
})

test('what an earlier run with the same seed has left is refused, before anything is written', async () => {
  const { through } = await guarded({ rows: [row('anything', bodyOf('rec-000002-bbbb'))] })
  await expect(through.pull()).rejects.toThrow(
    "account 'ada': notes hold rec-000002-bbbb, which this run would write: an earlier run with this seed left it",
  )
})
