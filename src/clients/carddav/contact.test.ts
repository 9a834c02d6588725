import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../../kernel/index.ts'
import { contacts, decode, encode, fingerprint, hostileValueOf, valueOf, type Plain } from '../../records/index.ts'
import { unescaped } from '../properties/content-lines.ts'
import { bodyOf, cardOf, readCard } from './contact.ts'

const card = (body: string) => {
  const made = cardOf(body, 'uid-1')
  if (made === undefined) throw new Error('a payload is expected')
  return made
}

const texts = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.string({ unit: fc.constantFrom('\\', ';', ',', ':', '"', '\n', '\r', ' ', 'n', 'é', '🧑‍🚀', '+') }),
  fc.constantFrom('2009-10-01 (k3f9)', '2009-10-01', 'BEGIN:VCARD', 'END:VCARD\nFN:x'),
)
const names = fc.oneof(
  fc.constantFrom('name', 'phone', 'email', 'address', 'birthday', 'title', 'note', 'modified'),
  texts.filter((name) => name !== 'record' && name !== 'version' && name !== '__proto__'),
)
const payloads = fc.record({
  record: texts,
  version: texts,
  fields: fc.dictionary(names, fc.oneof(texts, fc.jsonValue() as fc.Arbitrary<Plain>)),
})

describe('a contact as a card', () => {
  test('what a person would look for is where an address book looks', () => {
    const { fields } = valueOf(contacts, new Random('7'), 'k3f9')
    const body = encode({ record: 'rec-000001-abcd', version: 'phones-1.1', fields })
    const found = new Map(readCard(card(body))?.map(({ name, value }) => [name, value]))
    expect(found.get('FN')).toBe(fields['name'])
    expect(found.get('TEL')).toBe(fields['phone'])
    expect(found.get('EMAIL')).toBe(fields['email'])
    expect(found.get('BDAY')).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(unescaped(found.get('ADR') ?? '')).toBe(`;;${JSON.stringify(fields['address']).slice(1, -1)};;;;`)
    expect([found.get('UID'), found.get('X-SYNCDRILL-RECORD')]).toEqual(['uid-1', 'rec-000001-abcd'])
  })

  test('every payload comes back as it was', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const body = encode(payload)
        expect(decode(bodyOf(card(body)))).toEqual(decode(body))
      }),
    )
  })

  test('hostile values come back as they were', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const { fields } = hostileValueOf(contacts, new Random(String(seed)), 'k3f9')
      const body = encode({ record: 'rec-1', version: 'phones-1.1', fields })
      expect(decode(bodyOf(card(body)))).toEqual(decode(body))
    }
  })

  test('a line has at most 75 octets, and holds whole characters', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const lines = card(encode(payload)).split('\r\n')
        expect(lines.every((line) => Buffer.byteLength(line) <= 75 && line.isWellFormed())).toBe(true)
      }),
    )
  })

  test('whoever reorders and refolds the lines, and ends them otherwise, changes no fingerprint', () => {
    fc.assert(
      fc.property(payloads, fc.integer({ min: 5, max: 60 }), fc.nat(), (payload, width, seed) => {
        const body = encode(payload)
        const lines = card(body)
          .replaceAll('\r\n ', '')
          .split('\r\n')
          .filter((line) => line !== '')
        const inner = new Random(String(seed)).shuffle(lines.slice(1, -1))
        const refolded = ['BEGIN:VCARD', ...inner, 'END:VCARD'].map((line) =>
          Array.from(line, (one, place) => (place > 0 && place % width === 0 ? `\n\t${one}` : one)).join(''),
        )
        expect(fingerprint(bodyOf(refolded.join('\n')))).toEqual(fingerprint(body))
      }),
    )
  })

  test('what was changed in the card shows', () => {
    const body = encode({ record: 'r', version: 'v.1', fields: { name: 'Ada', phone: '1', odd: 2 } })
    const changes: readonly ((text: string) => string)[] = [
      (text) => text.replace('FN:Ada', 'FN:Bob'),
      (text) => text.replace(/TEL.*\r\n/, ''),
      (text) => text.replace('TEL;', 'TEL;TYPE=CELL:2\r\nTEL;'),
      (text) => text.replace(/X-SYNCDRILL-FIELD.*\r\n/, ''),
      (text) => text.replace(/X-SYNCDRILL-RECORD.*\r\n/, ''),
      (text) => text.replace('END:VCARD', ''),
    ]
    for (const change of changes) {
      const changed = change(card(body))
      expect(changed).not.toBe(card(body))
      expect(fingerprint(bodyOf(changed)).hash).not.toBe(fingerprint(body).hash)
    }
  })

  test("a stranger's card is no payload, and reads the same in any order", () => {
    const one = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nitem1.TEL;TYPE="a;b":1\r\nEND:VCARD\r\n'
    const other = 'begin:vcard\nVERSION:3.0\nitem2.tel;TYPE="a;b":1\nF\n N:Ada\nend:vcard'
    expect(bodyOf(one)).toBe(bodyOf(other))
    expect(decode(bodyOf(one))).toBeUndefined()
    for (const text of ['', 'FN:Ada', '{}', `${one}${one}`, 'BEGIN:VCARD\nno colon\nEND:VCARD']) {
      expect(fingerprint(bodyOf(text)).record).toBeUndefined()
    }
  })
})
