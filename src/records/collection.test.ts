import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { collection, type CollectionOptions } from './collection.ts'
import { bodyOf, fieldsIn, settled } from './fields.ts'
import { decode, encode, fingerprint, type Plain } from './payload.ts'
import { rounded, toTheSecond, trimmed } from './may-change.ts'
import { valueOf } from './values.ts'

const bookmarks = collection('bookmarks', {
  values: { title: fc.string(), visits: fc.nat(), price: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  policy: 'lww',
  carriedIn: 'title',
  mayChange: { price: rounded(2) },
})

describe('values', () => {
  test('are the same for the same seed, and an update changes one or two fields', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const before = valueOf(bookmarks, new Random(String(seed)), 'one').fields
        expect(valueOf(bookmarks, new Random(String(seed)), 'one').fields).toEqual(before)
        const after = valueOf(bookmarks, new Random(`${seed}/2`), 'two', before).fields
        expect(Object.keys(after)).toEqual(Object.keys(before))
        const changed = Object.keys(after).filter((name) => !Object.is(after[name], before[name]))
        expect(changed.length).toBeLessThanOrEqual(2)
      }),
    )
  })

  test('may come from one arbitrary of objects, in which not every field is always there', () => {
    const whole = fc.record({ url: fc.webUrl(), note: fc.string() }, { requiredKeys: ['url'] })
    const links = collection('links', { values: whole, policy: 'keep both' })
    const made = Array.from({ length: 40 }, (_, place) => valueOf(links, new Random(String(place)), 'u').fields)
    expect(new Set(made.map((fields) => 'note' in fields))).toEqual(new Set([true, false]))
    expect(made.every(({ url }) => typeof url === 'string')).toBe(true)
  })

  test('that are merged tell which version wrote each field', () => {
    const people = collection('people', { values: { name: fc.constantFrom('Ada', 'Ben') }, policy: 'merge' })
    expect(valueOf(people, new Random('7'), 'k3f9').fields['name']).toMatch(/^(Ada|Ben) k3f9$/)
  })

  test('the greatest only grows; fixed fields stay; bytes stay', () => {
    const values = { points: fc.integer(), born: fc.nat() }
    const games = collection('games', { values, policy: 'max', greatest: 'points', fixed: ['born'], blob: true })
    const first = valueOf(games, new Random('1'), 'a').fields
    const second = valueOf(games, new Random('2'), 'b', first).fields
    expect(Number(second['points'])).toBeGreaterThan(Number(first['points']))
    expect([second['born'], second['blob']]).toEqual([first['born'], first['blob']])
  })
})

describe('refused where it is declared', () => {
  const values = { title: fc.string(), visits: fc.nat() }
  test.each<[string, object, RegExp]>([
    ['a policy that there is not', { values, policy: 'last wins' }, /collection 'x': policy: expected one of merge, /],
    ['another member', { values, policy: 'lww', cariedIn: 'title' }, /got 'cariedIn' \(did you mean 'carriedIn'\?\)/],
    ['no field', { values: {}, policy: 'lww' }, /values: expected at least one field, got none/],
    ['an arbitrary of texts', { values: fc.string(), policy: 'lww' }, /expected an arbitrary of plain objects/],
    ['a value that is not plain', { values: { at: fc.date() }, policy: 'lww' }, /plain values.*got object in 'at'/],
    ['a name that is kept', { values: { record: fc.nat() }, policy: 'lww' }, /got 'record', which is kept/],
    [
      'a carrier of another type',
      { values, policy: 'lww', carriedIn: 'visits' },
      /carriedIn: expected a field of text/,
    ],
    ['max without its number', { values, policy: 'max' }, /greatest: expected a field of a number/],
    ['a merge of numbers', { values, policy: 'merge' }, /fields of text, .*got 'visits'/],
    ['a field that there is not', { values, policy: 'lww', mayChange: { titel: trimmed } }, /got 'titel'/],
  ])('%s', (_, options, message) => {
    expect(() => collection('x', options as CollectionOptions)).toThrow(message)
  })

  test('a name that could not be printed', () => {
    expect(() => collection('a\nb', { values, policy: 'lww' })).toThrow(/a name of letters/)
  })
})

describe('fields', () => {
  const texts = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed())
  const fields = fc.record({ title: texts, visits: fc.nat(), price: fc.double({ noNaN: true }) })

  test.each([undefined, 'title', 'mark'])('come back as they were, with identity in %s', (carriedIn) => {
    const own = carriedIn === undefined ? {} : { carriedIn }
    fc.assert(
      fc.property(fields, texts, texts, (made, record, version) => {
        fc.pre(carriedIn === undefined || (record !== '' && version !== ''))
        const body = encode({ record, version, fields: JSON.parse(JSON.stringify(made)) as typeof made })
        expect(decode(bodyOf(own, fieldsIn(own, body)))).toEqual(decode(body))
      }),
    )
  })

  test('without identity are somebody else’s row; whatever stands there, it is read', () => {
    fc.assert(
      fc.property(fields, (made) => {
        const body = bodyOf({ carriedIn: 'title' }, { ...made, title: `${made.title}(` })
        expect(fingerprint(body).record).toBeUndefined()
      }),
    )
  })

  test('a trimmed end does not cost the identity of an empty text', () => {
    const body = encode({ record: 'r', version: 'a.1', fields: { title: '' } })
    const shown = fieldsIn({ carriedIn: 'title' }, body)
    expect(shown).toEqual({ title: ' (r a.1)' })
    expect(decode(bodyOf({ carriedIn: 'title' }, shown))?.fields).toEqual({ title: '' })
  })
})

describe('what may change', () => {
  const print = (fields: Readonly<Record<string, Plain>>) =>
    fingerprint(encode({ record: 'r', version: 'a.1', fields }), undefined, (all) => settled(bookmarks, all)).hash

  test('does not count, and what is beyond it does', () => {
    const sent = { title: 'a', visits: 1, price: 12.344 }
    expect(print({ ...sent, price: 12.34 })).toBe(print(sent))
    expect(print({ ...sent, price: 12.3 })).not.toBe(print(sent))
    expect(print({ ...sent, visits: 2 })).not.toBe(print(sent))
    expect(print({ ...sent, price: '12.34' })).not.toBe(print(sent))
  })

  test.each<[number, number, number]>([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [5e-324, 2, 0],
    [-0.001, 2, 0],
    [1e21, 2, 1e21],
    [2.5, 0, 3],
    [0.1 + 0.2, 15, 0.3],
  ])('%d with %d decimals is %d', (value, decimals, near) => {
    expect(rounded(decimals)(value)).toBe(near)
  })

  test('other values stay as they are', () => {
    expect([rounded(2)('1.239'), trimmed(7), toTheSecond('soon')]).toEqual(['1.239', 7, 'soon'])
    expect([trimmed(' a '), toTheSecond('2009-10-05T11:00:00.250+02:00')]).toEqual(['a', '2009-10-05T09:00:00.000Z'])
    expect(() => rounded(-1)).toThrow('a whole number of decimals')
  })
})
