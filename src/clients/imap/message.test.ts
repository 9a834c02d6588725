import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../../kernel/index.ts'
import { decode, encode, fingerprint, hostileValueOf, type Plain, notes } from '../../records/index.ts'
import { keyOf, messageOf, noteOf } from './message.ts'

const message = (body: string, id = 'rec-1') => {
  const made = messageOf(body, id)
  if (made === undefined) throw new Error('a payload is expected')
  return made
}

const texts = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.string({ unit: fc.constantFrom('\\', ':', '=', '?', '\n', '\r', ' ', '\t', 'n', 'é', '🧑‍🚀') }),
  fc.constantFrom('=?utf-8?B?eA==?=', 'Subject: x', '\r\n\r\nbody', 'x'.repeat(2_000), 'a  b'),
)
const names = fc.oneof(
  fc.constantFrom('title', 'text'),
  texts.filter((name) => name !== 'record' && name !== 'version' && name !== '__proto__'),
)
const values = fc.oneof(texts, fc.jsonValue() as fc.Arbitrary<Plain>)
const payloads = fc.record({ record: texts, version: texts, fields: fc.dictionary(names, values) })

test('every payload and every id come back as they were, in short lines of plain ASCII', () => {
  fc.assert(
    fc.property(payloads, texts, (payload, id) => {
      const body = encode(payload)
      const made = message(body, id)
      const read = noteOf(made)
      expect([read.id, decode(read.body)]).toEqual([id, decode(body)])
      for (const line of made.toString('latin1').split('\r\n')) expect(line).toMatch(/^[ -~]{0,200}$/)
    }),
  )
})

test('hostile values come back as they were, and from lines that end otherwise', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const { fields } = hostileValueOf(notes, new Random(String(seed)), 'k3f9')
    const body = encode({ record: 'rec-1', version: 'phones-1.1', fields })
    const made = message(body)
    expect(decode(noteOf(made).body)).toEqual(decode(body))
    expect(noteOf(Buffer.from(made.toString().replaceAll('\r\n', '\n')))).toEqual(noteOf(made))
  }
})

test('a note looks like one', () => {
  const made = message(
    encode({ record: 'r', version: 'v.1', fields: { title: 'Milk', text: 'and\nbread' } }),
  ).toString()
  expect(made).toMatch(/^Subject: Milk\r$/im)
  expect(made).toContain('X-Uniform-Type-Identifier: com.apple.mail-note\r\n')
  expect(made).toContain(`X-SYNCDRILL-KEY: ${keyOf('rec-1')}\r\n`)
  expect(made.split('\r\n\r\n')[1]).toBe(`${Buffer.from('and\nbread').toString('base64')}\r\n`)
})

test('what was changed in the message shows', () => {
  const body = encode({ record: 'r', version: 'v.1', fields: { title: 'Milk', text: 'and\nbread', odd: 2 } })
  const changes: readonly ((text: string) => string)[] = [
    (text) => text.replace('Milk', 'Wine'),
    (text) => text.replace(/\r\n\r\n[^]*$/, '\r\n\r\n'),
    (text) => text.replace(/X-SYNCDRILL-FIELD.*\r\n/, ''),
    (text) => text.replace(/X-SYNCDRILL-RECORD.*\r\n/, ''),
  ]
  for (const change of changes) {
    const changed = change(message(body).toString())
    expect(changed).not.toBe(message(body).toString())
    expect(fingerprint(noteOf(Buffer.from(changed)).body).hash).not.toBe(fingerprint(body).hash)
  }
})

test("a stranger's message has no id, and is no payload", () => {
  for (const text of ['', 'Subject: Hello\r\n\r\nYou', '{"record":"r","version":"v"}']) {
    const read = noteOf(Buffer.from(text))
    expect([read.id, decode(read.body)]).toEqual([undefined, undefined])
  }
})
