import { expect, test } from 'vitest'
import { Random } from '../../kernel/index.ts'
import type { Entry, Intent } from '../../ledger/index.ts'
import { encode, PRESET } from '../../records/index.ts'
import { Book } from '../book.ts'
import { Adopted } from './adopted.ts'

const row = (id: string, body: string) => ({ id, collection: 'notes', body }) as const

function adopting(...planned: readonly Partial<Intent>[]) {
  const entries: Entry[] = []
  const ledger = { append: (entry: Entry) => entries.push(entry) }
  const adopted = new Adopted({ ledger, book: new Book(), random: new Random('adopted'), collections: PRESET })
  adopted.expect(planned as readonly Intent[])
  const edits = () => entries.filter((entry) => entry.is === 'edit')
  return {
    adopted,
    edits,
    known: (id: string, body: string, account = 'ada') => adopted.entryOf(account, row(id, body)),
  }
}

test('each row becomes a record by the name of its place, acknowledged by being there', () => {
  const { adopted, edits, known } = adopting()
  adopted.meet('ada', [row('7', 'milk'), row('8', '{"text":"eggs"}'), { id: '9', collection: 'notes' }])
  expect(edits().map(({ record, adopted: is, basedOn }) => [record, is, basedOn])).toEqual([
    ['ada/notes/7', true, []],
    ['ada/notes/8', true, []],
  ])
  expect(known('7', 'milk').record).toBe('ada/notes/7')
  expect(Object.keys(known('8', '{"text":"eggs"}').fields ?? {})).toEqual(['text'])
})

test('it is known by its place when its content has changed, and by its content when it has moved', () => {
  const { adopted, known } = adopting()
  adopted.meet('ada', [row('7', 'milk'), row('8', 'eggs'), row('9', 'twice'), row('10', 'twice')])
  const changed = known('7', 'sour milk')
  expect([changed.record, changed.version]).toEqual(['ada/notes/7', known('7', 'milk').version])
  expect(known('restored-1', 'eggs').record).toBe('ada/notes/8')
  expect(known('restored-1', 'eggs', 'ben').record).toBe('ada/notes/8')
  expect(known('restored-2', 'twice').record).toBeUndefined()
  expect([known('10', 'twice').record, known('9', 'twice').record]).toEqual(['ada/notes/10', 'ada/notes/9'])
})

test('a record that the plan will edit takes the place of one row, of its account and collection', () => {
  const planned = { account: 'ada', collection: 'notes', there: true } as const
  const { adopted, edits } = adopting(
    { ...planned, record: 'rec-1' },
    { ...planned, record: 'rec-2' },
    { ...planned, record: 'rec-3', account: 'ben' },
    { ...planned, record: 'rec-4', there: undefined as never },
  )
  adopted.meet('ada', [row('7', 'milk'), row('8', 'eggs'), row('9', 'bread')])
  const names = edits().map(({ record }) => record)
  expect(names.filter((name) => name.startsWith('rec-')).toSorted()).toEqual(['rec-1', 'rec-2'])
  expect(names).toHaveLength(3)
  expect(['rec-1', 'rec-3', 'rec-4'].map((one) => adopted.has(one))).toEqual([true, false, false])
})

test('rows of an earlier drill go by their new names, and what is written over them by its own', () => {
  const { adopted, known } = adopting()
  const old = encode({ record: 'rec-1', version: 'phones-1.3', fields: {} })
  adopted.meet('ada', [row('7', old)])
  expect(known('7', old)).toMatchObject({ record: 'ada/notes/7', version: 'before the drill.1' })
  expect(known('8', encode({ record: 'rec-2', version: 'phones-1.4', fields: {} })).record).toBe('rec-2')
})
