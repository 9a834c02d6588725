import { describe, expect, test } from 'vitest'
import type { RowEntry } from '../ledger/index.ts'
import { encode, type Fields, type VersionVector, scores, type Plain } from '../records/index.ts'
import { Book, rowEntryOf } from './book.ts'

const row = (version: string, fields: Fields): RowEntry =>
  rowEntryOf({ id: '1', collection: 'contacts', body: encode({ record: 'rec-1', version, fields }) })

function written(...edits: readonly (readonly [token: string, saw: VersionVector, fields: Fields])[]): Book {
  const book = new Book()
  for (const [token, saw, fields] of edits) {
    const { hash = '', fields: hashes = {} } = row(token, fields)
    book.enter(token, `op of ${token}`, { record: 'rec-1', collection: 'contacts', saw, hash, fields: hashes })
  }
  return book
}

describe('what the editor of a row had seen', () => {
  const book = written(
    ['a.1', { a: 1 }, { name: 'Ada', phone: '1' }],
    ['a.2', { a: 2 }, { name: 'Ada L.', phone: '1' }],
    ['b.1', { a: 1, b: 1 }, { name: 'Ada', phone: '2' }],
  )

  test('is as it was entered, when the row is as it was written', () => {
    expect(book.seenBy(row('a.2', { name: 'Ada L.', phone: '1' }))).toEqual({ a: 2 })
  })

  test('of a merged row, is what the editors of its fields had seen', () => {
    expect(book.seenBy(row('b.1', { name: 'Ada L.', phone: '2' }))).toEqual({ a: 2, b: 1 })
  })

  test('of a field that nobody wrote, counts for nothing', () => {
    expect(book.seenBy(row('a.1', { name: 'Eve', phone: '1' }))).toEqual({ a: 1 })
  })

  test('of a stranger, is not known', () => {
    expect(book.seenBy(row('x.1', { name: 'Ada' }))).toBeUndefined()
    expect(book.seenBy(rowEntryOf({ id: '1', collection: 'notes', body: 'no JSON' }))).toBeUndefined()
  })
})

test('a row of the ledger has no payload, and says when a photo came without its bytes', () => {
  const fields = { caption: 'secret words', blob: { sha256: 'f'.repeat(64), bytes: 3, type: 'image/jpeg' } }
  const body = encode({ record: 'rec-1', version: 'a.1', fields })
  const entry = rowEntryOf({ id: '1', collection: 'photos', body })
  expect(entry).toMatchObject({ record: 'rec-1', version: 'a.1', blobMissing: true })
  expect(JSON.stringify(entry)).not.toContain('secret')
  const whole = rowEntryOf({ id: '1', collection: 'photos', body, blob: Buffer.from('abc') })
  expect(whole.blobMissing).toBeUndefined()
  expect(whole.hash).not.toBe(entry.hash)
  expect(
    rowEntryOf(
      { id: '1', collection: 'scores', body: encode({ record: 'r', version: 'a.1', fields: { score: 7 } }) },
      scores,
    ),
  ).toMatchObject({ score: 7 })
  expect(rowEntryOf({ id: '1', collection: 'notes' })).toEqual({ collection: 'notes', id: '1', deleted: true })
})

test('what the collection says may change of a row is no other content', () => {
  const body = (price: number) => encode({ record: 'r', version: 'a.1', fields: { price } })
  const told = (price: number, own = {}) => rowEntryOf({ id: '1', collection: 'notes', body: body(price) }, own)
  const lossy = { mayChange: { price: (value: Plain) => Math.round(Number(value) * 10) } }
  expect(told(1.24, lossy)).toEqual(told(1.2, lossy))
  expect(told(1.24, lossy)).not.toEqual(told(1.3, lossy))
  expect(told(1.24)).not.toEqual(told(1.2))
})
