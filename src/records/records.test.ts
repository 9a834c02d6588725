import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonical,
  decode,
  encode,
  fingerprint,
  isSeenBy,
  join,
  shownFields,
  type Plain,
  type VersionVector,
} from './index.ts'

const vectors = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 5 }))

describe('version vectors', () => {
  test('being seen is a partial order, and the join is its least upper bound', () => {
    fc.assert(
      fc.property(vectors, vectors, vectors, (u: VersionVector, v, w) => {
        expect(isSeenBy(u, u)).toBe(true)
        expect(isSeenBy(u, join(u, v))).toBe(true)
        if (isSeenBy(u, w) && isSeenBy(v, w)) expect(isSeenBy(join(u, v), w)).toBe(true)
        if (isSeenBy(u, v) && isSeenBy(v, u)) expect(u).toEqual(v)
      }),
    )
  })

  test('concurrent edits have not seen each other', () => {
    expect([isSeenBy({ a: 1 }, { b: 1 }), isSeenBy({ b: 1 }, { a: 1 })]).toEqual([false, false])
  })
})

describe('payloads', () => {
  const payload = { record: 'rec-1', version: 'phone-1.1', fields: { name: 'Ada', tags: ['x', { y: 1 }] } } as const

  test('survive encoding', () => expect(decode(encode(payload))).toEqual(payload))

  test.each(['', 'null', '[]', '{}', '{"record":1,"version":"a.1"}', '{"record":"r"'])('%s is none of ours', (body) => {
    expect(decode(body)).toBeUndefined()
    expect(fingerprint(body).record).toBeUndefined()
  })

  test('the order of members does not change the fingerprint, anything else does', () => {
    const print = fingerprint(encode(payload))
    expect(fingerprint('{"tags":["x",{"y":1}],"name":"Ada","version":"phone-1.1","record":"rec-1"}')).toEqual(print)
    const changed = fingerprint(encode({ ...payload, fields: { ...payload.fields, name: 'ada' } }))
    expect(changed.hash).not.toBe(print.hash)
    expect(changed.fields['tags']).toBe(print.fields['tags'])
    expect(changed.fields['name']).not.toBe(print.fields['name'])
    expect(fingerprint(encode({ ...payload, version: 'phone-1.2' })).hash).not.toBe(print.hash)
  })

  test('an edit builds on the fields, on those of a row without identity, and on nothing of any other text', () => {
    expect(shownFields(encode(payload))).toEqual(payload.fields)
    expect(shownFields('{"title":"Milk"}')).toEqual({ title: 'Milk' })
    for (const text of ['BEGIN:VCARD', '', '[]', '{}', '7']) expect(shownFields(text)).toBeUndefined()
  })

  test('the bytes of a photo count, and their absence shows', () => {
    const body = encode({ ...payload, fields: { blob: { sha256: 'ab', bytes: 2, type: 'image/jpeg' } } })
    const [one, other, none] = [
      fingerprint(body, Buffer.from('aa')),
      fingerprint(body, Buffer.from('ab')),
      fingerprint(body),
    ]
    expect(new Set([one.hash, other.hash, none.hash]).size).toBe(3)
    expect([one.blobMissing, none.blobMissing]).toEqual([undefined, true])
  })

  test('canonical form is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value as Plain))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
