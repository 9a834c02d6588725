/** Every kind of client there is, on servers that somebody else runs: started here, outside of any run. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { outside } from '../testing/outside.ts'
import { isWithoutDovecot, isWithoutFileServers, isWithoutRadicale } from '../testing/programs.ts'
import { syncdrill } from '../testing/run-drill.ts'

const at = (path: string) => fileURLToPath(new URL(`../sites/${path}`, import.meta.url))

interface Provider {
  readonly drill: string
  readonly arm: string
  readonly service: string
  readonly scheme: string
  readonly argv: (port: number, folder: string) => readonly string[]
  readonly isMissing: boolean
}

const PROVIDERS: readonly Provider[] = [
  {
    drill: 'provider-elsewhere',
    arm: 'contacts and appointments',
    service: 'provider',
    scheme: 'http',
    argv: (port, folder) => [
      'radicale',
      `--config=${at('radicale/open.conf')}`,
      `--rights-file=${at('radicale/own.rights')}`,
      `--server-hosts=127.0.0.1:${port}`,
      '--storage-filesystem-folder',
      folder,
    ],
    isMissing: isWithoutRadicale,
  },
  {
    drill: 'provider-elsewhere',
    arm: 'mail',
    service: 'provider',
    scheme: 'imap',
    argv: (port, folder) => [at('dovecot/serve'), join(folder, 'mail'), `${port}`, '-', join(folder, 'lists')],
    isMissing: isWithoutDovecot,
  },
  {
    drill: 'provider-elsewhere',
    arm: 'files',
    service: 'provider',
    scheme: 'http',
    // One that writes files in place, such as rclone, loses what a reset breaks off: a finding, and no example.
    argv: (port, folder) => [at('apache/serve'), folder, `${port}`],
    isMissing: isWithoutFileServers,
  },
  // A drill that knows nothing of this: its own service is somebody else's here, and its accounts are listed.
  {
    drill: 'live-notes',
    arm: 'the server knows what it has done',
    service: 'live',
    scheme: 'ws',
    argv: (_, folder) => [process.execPath, at('live-notes/server.ts'), folder],
    isMissing: false,
  },
]

test.for(PROVIDERS)('$drill: $arm', async ({ drill, arm, service, scheme, argv, isMissing }, { skip }) => {
  skip(isMissing, 'the server is not on this machine')
  await using server = await outside((port, folder) => {
    if (scheme === 'imap') mkdirSync(join(folder, 'mail'), { mode: 0o777 })
    return argv(port, folder)
  })
  const reports = mkdtempSync(join(tmpdir(), 'syncdrill-audit-'))
  const accounts = join(reports, 'accounts.txt')
  writeFileSync(accounts, Array.from({ length: 8 }, (_, place) => `person-${place} secret-${place}\n`).join(''))
  const args = ['run', drill, '--runtime', 'external', '--seed', '7', '--arm', arm, '--reports', reports].concat(
    ['--address', `${service}=${scheme}://${server.authority}`, '--allow-external', server.authority],
    ['--accounts', accounts, '--writes-per-second', '100'],
  )
  const ran = await syncdrill(...args)
  expect([ran.code, ran.stderr]).toEqual([0, ''])
  expect(ran.stdout).toContain('PASS as expected')
  expect(ran.stdout).toMatch(/records that this run wrote were deleted there, and none is left/)
  // No password is in anything that is kept.
  const kept = readdirSync(reports, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(jsonl|json|html|log)$/.test(name),
  )
  expect(kept.length).toBeGreaterThan(3)
  expect(kept.filter((name) => readFileSync(join(reports, name), 'utf8').includes('secret-'))).toEqual([])
})
