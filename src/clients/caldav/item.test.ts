import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../../kernel/index.ts'
import {
  calendar,
  tasks,
  decode,
  encode,
  fingerprint,
  hostileValueOf,
  valueOf,
  type Plain,
} from '../../records/index.ts'
import { readComponent, unescaped } from '../properties/content-lines.ts'
import { bodyOfItem, itemOf } from './item.ts'

const PARTS = [
  ['VEVENT', 'calendar'],
  ['VTODO', 'tasks'],
] as const

const item = (part: 'VEVENT' | 'VTODO', body: string) => {
  const made = itemOf(part, body, 'uid-1')
  if (made === undefined) throw new Error('a payload is expected')
  return made
}

const texts = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.string({ unit: fc.constantFrom('\\', ';', ',', ':', '"', '\n', '\r', ' ', 'n', 'é', '🧑‍🚀', '+') }),
  fc.constantFrom('2009-10-01', '2009-13-01', '2009-10-01T10:11:12.345Z', '20091001T101112Z', 'END:VEVENT\nx:y'),
)
const names = fc.oneof(
  fc.constantFrom('title', 'starts', 'minutes', 'place', 'due', 'done', 'text'),
  texts.filter((name) => name !== 'record' && name !== 'version' && name !== '__proto__'),
)
const values = fc.oneof(texts, fc.integer(), fc.boolean(), fc.jsonValue() as fc.Arbitrary<Plain>)
const payloads = fc.record({ record: texts, version: texts, fields: fc.dictionary(names, values) })

describe.for(PARTS)('%s', ([part, collection]) => {
  test('every payload comes back as it was', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const body = encode(payload)
        expect(decode(bodyOfItem(part, item(part, body)))).toEqual(decode(body))
      }),
    )
  })

  test('hostile values come back as they were', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const { fields } = hostileValueOf(collection === 'calendar' ? calendar : tasks, new Random(String(seed)), 'k3f9')
      const body = encode({ record: 'rec-1', version: 'phones-1.1', fields })
      expect(decode(bodyOfItem(part, item(part, body)))).toEqual(decode(body))
    }
  })

  test('a line has at most 75 octets, ends as the standard says, and holds whole characters', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const text = item(part, encode(payload))
        const lines = text.split('\r\n')
        expect(lines.every((line) => Buffer.byteLength(line) <= 75 && line.isWellFormed())).toBe(true)
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      }),
    )
  })

  test('whoever reorders and refolds the lines changes no fingerprint', () => {
    fc.assert(
      fc.property(payloads, fc.integer({ min: 5, max: 60 }), fc.nat(), (payload, width, seed) => {
        const body = encode(payload)
        const lines = item(part, body)
          .replaceAll('\r\n ', '')
          .split('\r\n')
          .filter((line) => line !== '')
        const [begin, end] = [lines.indexOf(`BEGIN:${part}`), lines.indexOf(`END:${part}`)]
        const inner = new Random(String(seed)).shuffle(lines.slice(begin + 1, end))
        const refolded = [...lines.slice(0, begin + 1), ...inner, ...lines.slice(end)].map((line) =>
          Array.from(line, (one, place) => (place > 0 && place % width === 0 ? `\n\t${one}` : one)).join(''),
        )
        const [read, made] = [fingerprint(bodyOfItem(part, refolded.join('\n'))), fingerprint(body)]
        expect([read.record, read.version, read.hash]).toEqual([made.record, made.version, made.hash])
        expect(new Map(Object.entries(read.fields))).toEqual(new Map(Object.entries(made.fields)))
      }),
    )
  })

  test('what was changed in the item shows', () => {
    const fields = { title: 'Lunch', starts: '2009-10-05T11:00:00.250Z', minutes: 90, due: '2009-10-05', done: false }
    const body = encode({ record: 'r', version: 'v.1', fields: { ...fields, odd: 2 } })
    const changes: readonly ((text: string) => string)[] = [
      (text) => text.replace('SUMMARY:Lunch', 'SUMMARY:Dinner'),
      (text) => text.replace(/(DTSTART|DUE)([^:]*):2009/, '$1$2:2010'),
      (text) => text.replace('PT90M', 'PT91M').replace('NEEDS-ACTION', 'COMPLETED'),
      (text) => text.replace(/X-SYNCDRILL-FIELD.*\r\n/, ''),
      (text) => text.replace(/X-SYNCDRILL-RECORD.*\r\n/, ''),
      (text) => text.replace('END:VCALENDAR', ''),
      (text) => text.replace(`END:${part}`, `END:${part}\r\nBEGIN:${part}\r\nEND:${part}`),
    ]
    for (const change of changes) {
      const changed = change(item(part, body))
      expect(changed).not.toBe(item(part, body))
      expect(fingerprint(bodyOfItem(part, changed)).hash).not.toBe(fingerprint(body).hash)
    }
  })
})

describe('an item as a calendar shows it', () => {
  const shown = (part: 'VEVENT' | 'VTODO', fields: Readonly<Record<string, Plain>>) => {
    const [inner] = readComponent(item(part, encode({ record: 'r', version: 'v.1', fields })))?.parts ?? []
    return new Map(inner?.properties.map(({ name, parameters, value }) => [name, [...parameters, unescaped(value)]]))
  }

  test('an appointment has its title, its place and its time', () => {
    const starts = '2009-10-05T11:00:00.250Z'
    const found = shown('VEVENT', { title: 'Lunch, late', starts, minutes: 90, place: 'Reykjavík' })
    expect(found.get('SUMMARY')).toEqual(['Lunch, late'])
    expect(found.get('DTSTART')).toEqual(['X-SYNCDRILL-MS=250', '20091005T110000Z'])
    expect(found.get('DURATION')).toEqual(['PT90M'])
    expect(found.get('LOCATION')).toEqual(['Reykjavík'])
    expect(found.get('UID')).toEqual(['uid-1'])
    expect(found.get('DTSTAMP')).toHaveLength(1)
  })

  test('a task has its date, and says whether it is done', () => {
    const found = shown('VTODO', { title: 'Pay', due: '2009-10-05', done: true })
    expect([found.get('DUE'), found.get('STATUS')]).toEqual([['VALUE=DATE', '20091005'], ['COMPLETED']])
  })

  test('an appointment without a time begins at some time all the same', () => {
    expect(shown('VEVENT', { title: 'Some day' }).get('DTSTART')).toEqual(['19700101T000000Z'])
  })

  test('however a program divides the minutes', () => {
    const { fields } = valueOf(calendar, new Random('7'), 'k3f9')
    const body = encode({ record: 'r', version: 'v.1', fields: { ...fields, minutes: 1_530 } })
    for (const same of ['P1DT1H30M', 'PT25H30M', 'P1DT90M', 'PT25H30M0S']) {
      const changed = item('VEVENT', body).replace('PT1530M', same)
      expect(fingerprint(bodyOfItem('VEVENT', changed))).toEqual(fingerprint(body))
    }
  })

  test("a stranger's calendar is no payload, and reads the same in any order", () => {
    const one =
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    const other = 'begin:vcalendar\nversion:2.0\nbegin:vevent\nSUMM\n ARY:a\nUID:1\nend:vevent\nend:vcalendar'
    expect(bodyOfItem('VEVENT', one)).toBe(bodyOfItem('VEVENT', other))
    for (const text of ['', 'UID:1', '{}', one, `${one}${one}`, one.replace('END:VEVENT', 'END:VTODO')]) {
      expect(decode(bodyOfItem('VEVENT', text))).toBeUndefined()
    }
  })
})
