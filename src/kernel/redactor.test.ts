import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Redactor } from './redactor.ts'

const SECRET = `p4ß "w&rd's<`
const utf8 = Buffer.from(SECRET)

const knowing = (...secrets: readonly string[]): Redactor => {
  const redactor = new Redactor()
  for (const secret of secrets) redactor.learn(secret)
  return redactor
}

test.for([
  ['as it is', SECRET],
  ['in hexadecimal', utf8.toString('hex')],
  ['in capital hexadecimal', utf8.toString('hex').toUpperCase()],
  ['in base64', utf8.toString('base64')],
  ['in base64, from the second byte', Buffer.from(`u${SECRET}`).toString('base64')],
  ['in base64, from the third byte', Buffer.from(`us${SECRET}`).toString('base64')],
  ['in base64 for addresses', Buffer.from(`u${SECRET}`).toString('base64url')],
  ['in an address', encodeURIComponent(SECRET).replaceAll("'", '%27')],
  ['in an address, small', encodeURIComponent(SECRET).replaceAll("'", '%27').toLowerCase()],
  ['in a form', new URLSearchParams({ q: SECRET }).toString().slice(2)],
  ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['in HTML', 'p4ß &quot;w&amp;rd&#39;s&lt;'],
])('%s it is taken out, and what stands around it stays', ([, spelt = '']) => {
  const redacted = knowing(SECRET).text(`héad ${spelt} tail; ${spelt}`)
  expect(redacted).toMatch(/^héad .{0,3}\*\*\*.{0,3} tail; .{0,3}\*\*\*.{0,3}$/u)
})

test('what holds none is the very same text', () => {
  const redactor = knowing('k3f9-x77q', 'correct horse')
  for (const text of ['', 'k3f', 'k3f9-x77', 'correct hors', 'naïve ☃ 𝒳']) expect(redactor.text(text)).toBe(text)
})

test('a text that is all secrets has none left, whichever way they overlap', () => {
  const redactor = knowing('abcdefgh', 'abcdef', 'efghij-longer')
  expect(redactor.text('abcdefgh')).toBe('***')
  expect(redactor.text('abcdef')).toBe('***')
  expect(redactor.text('abcdefghij-longer')).toBe('***ij-longer')
  expect(redactor.text('abcdefabcdefgh abcdefg')).toBe('****** ***g')
})

test('of a header with credentials nothing is left, not the name either', () => {
  const redactor = new Redactor()
  redactor.learnAccount('a01@example.org', 'k3f9x77qm2')
  const basic = Buffer.from('a01@example.org:k3f9x77qm2').toString('base64')
  expect(redactor.text(`Authorization: Basic ${basic}`)).toBe('Authorization: Basic ***')
})

test('a secret of several lines is taken out of each line', () => {
  const redactor = knowing('-----BEGIN KEY-----\nMIIEvQIBADANBg\r\nkqhkiG9w0BAQ')
  expect(redactor.text('loaded MIIEvQIBADANBg')).toBe('loaded ***')
  expect(redactor.text('kqhkiG9w0BAQ')).toBe('***')
})

test('what is shorter than six bytes is left: it occurs by chance', () => {
  const redactor = knowing('12345', '')
  redactor.learnAccount('ada', 'short')
  expect(redactor.text('12345 short')).toBe('12345 short')
})

test('no secret of any kind is left in any text', () => {
  const secret = fc.string({ unit: 'binary', minLength: 6, maxLength: 20 }).map((text) => text.toWellFormed())
  const around = fc.string({ unit: 'grapheme', maxLength: 12 })
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), around, around, (secrets, before, after) => {
      const lines = secrets.filter((one) => !/[\r\n]/.test(one))
      const redactor = knowing(...lines)
      for (const one of lines) {
        const bytes = Buffer.from(one)
        for (const spelt of [one, bytes.toString('hex'), bytes.toString('base64').replaceAll('=', '')]) {
          expect(redactor.text(`${before}\0${spelt}\0${after}`)).not.toContain(`\0${spelt}\0`)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('among ten thousand secrets one is found, and a thousand long lines without one are as they were', () => {
  const redactor = new Redactor()
  for (let place = 0; place < 10_000; place += 1) redactor.learn(`pw-${place.toString(36)}-${place * 7_919}`)
  const line = `{"is":"view","rows":"${'0123456789abcdef'.repeat(60)}"}`
  const clean = Array.from({ length: 1_000 }, () => redactor.text(line))
  expect(new Set(clean)).toEqual(new Set([line]))
  expect(redactor.text(`x pw-7pr-${9_999 * 7_919} y`)).toBe('x *** y')
})
