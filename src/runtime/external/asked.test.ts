import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addressIn } from '../../site/index.ts'
import { askedOfExternal, refuseUnallowed } from './asked.ts'

test('nothing is asked for where nothing was said', () => {
  const none = { allowed: [], addresses: {}, accounts: undefined, writesPerSecond: 5, keepWritten: false }
  expect(askedOfExternal({})).toEqual(none)
})

test('accounts stand one a line, with a password behind the first blank', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-accounts-'))
  const path = join(folder.path, 'accounts')
  writeFileSync(path, '# of the staging system\nada  a secret with blanks\n\nben\r\n')
  expect(askedOfExternal({ SYNCDRILL_EXTERNAL_ACCOUNTS: path }).accounts).toEqual([
    { user: 'ada', password: 'a secret with blanks' },
    { user: 'ben' },
  ])
  writeFileSync(path, 'ada one\nada two\n')
  const said = () => askedOfExternal({ SYNCDRILL_EXTERNAL_ACCOUNTS: path })
  expect(said).toThrow(`--accounts ${path}: expected each account once, got 'ada' twice`)
  writeFileSync(path, '# nobody\n')
  expect(said).toThrow('expected a line for each account, got none')
})

test.each([
  [{ SYNCDRILL_EXTERNAL_ADDRESS: 'https://dav.example.org' }, '--address: expected <service>=<url>'],
  [{ SYNCDRILL_EXTERNAL_ADDRESS: 'dav=dav.example.org' }, '--address dav: expected a URL such as'],
  [{ SYNCDRILL_WRITES_PER_SECOND: '0' }, "--writes-per-second: expected a number above 0, got '0'"],
  [{ SYNCDRILL_EXTERNAL_ACCOUNTS: '/nowhere/accounts' }, '--accounts /nowhere/accounts: cannot be read'],
])('%j is refused', (env, words) => {
  expect(() => askedOfExternal(env)).toThrow(words)
})

test('a service is tested only where its address is allowed, host and port', () => {
  const dav = [['dav', addressIn('x', 'https://dav.example.org')]] as const
  expect(() => refuseUnallowed(dav, { allowed: ['dav.example.org:443'] })).not.toThrow()
  for (const allowed of [[], ['dav.example.org'], ['dav.example.org:80'], ['example.org:443']]) {
    expect(() => refuseUnallowed(dav, { allowed })).toThrow('expected --allow-external dav.example.org:443, got')
  }
  expect(() => refuseUnallowed([['dav', undefined]], { allowed: ['dav.example.org:443'] })).toThrow(
    "site: service 'dav': expected an address: --address dav=https://host:port",
  )
})
