/** Secrets are found in each way in which programs write them down, and nothing else is taken for one. */

import { expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import { refuseSecrets } from './secrets.ts'

const SECRET = `p4ß "w&rd's<`
const value = Buffer.from(SECRET)

const refused = (content: string | Buffer, ...values: readonly Buffer[]) => {
  const files = new Map([['arm/logs/sync.log', Buffer.concat([Buffer.from('first\n'), Buffer.from(content)])]])
  return () => refuseSecrets(files, values)
}

const SPELLINGS: Readonly<Record<string, string | Buffer>> = {
  'as it is': `x${SECRET}y`,
  'in UTF-16': Buffer.from(`xy${SECRET}`, 'utf16le'),
  'in hexadecimal': `0x${value.toString('hex')}`,
  'in hexadecimal, in capitals': value.toString('hex').toUpperCase(),
  'in base64': value.toString('base64'),
  'in base64, from the second byte': Buffer.from(`u${SECRET}`).toString('base64'),
  'in base64, from the third byte': Buffer.from(`us${SECRET}`).toString('base64'),
  'in base64, as a user and a password': Buffer.from(`anna:${SECRET}:more`).toString('base64'),
  'in base64 for addresses': Buffer.from(`u${SECRET}`).toString('base64url'),
  'in an address': `?q=${encodeURIComponent(SECRET).replaceAll("'", '%27')}`,
  'in an address, all of it': [...value].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
  'in a form': `q=${encodeURIComponent(SECRET).replaceAll("'", '%27').replaceAll('%20', '+')}`,
  'in JSON': JSON.stringify({ password: SECRET }),
  'in JSON, all of it': SECRET.split('')
    .map((u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join(''),
  'in HTML': SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
}

test.each(Object.entries(SPELLINGS))('a secret that was named is found: %s', (_, content) => {
  expect(refused(content)).not.toThrow()
  expect(refused(content, value)).toThrow(
    /^seal: arm\/logs\/sync\.log, line 2: holds a secret that you named, .*signed$/,
  )
})

test('its message does not hold it', () => {
  expect(refused(SECRET, value)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(SECRET) }))
})

test.each([
  ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['a key of AWS', `id AKIA${'Q7'.repeat(8)}`],
  ['a token of GitHub', `ghp_${'aB3'.repeat(12)}`],
  ['a signed token (JWT)', `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(20)}`],
  ['credentials in a header', 'GET / Authorization: Basic YW5uYTpzZWNyZXQ='],
  ['credentials in a header', '{"authorization":"Bearer abcdef123456"}'],
  ['a password in an address', 'connecting to postgres://anna:hunter2@db/sync'],
])('%s is refused unnamed', (what, content) => {
  expect(refused(content)).toThrow(`line 2: holds what looks like ${what}; nothing was signed`)
})

test.each([
  'authorization: none',
  'http://127.0.0.1:8080/a@b',
  'a basic thing',
  'connecting to postgres://anna:***@db/sync',
  'authorization: Basic ***',
  'eyJhbGciOi',
  '{"token":"phones-1.12"}',
])('what every log has is none: %s', (content) => expect(refused(content, value)).not.toThrow())

test('a secret that occurs by chance is none', () => {
  expect(refused('', Buffer.from('12345'))).toThrow(Failure)
})
