/** Sealing and verifying as commands: exit codes, and what they print. */

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { CHALLENGE, smallRun } from '../../evidence/testing/small-run.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'syncdrill-verify-'))

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function syncdrill(...args: readonly string[]): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>()
  const env = { ...process.env, SOME_TOKEN: 'loses', OTHER_TOKEN: 'not in any file of it' }
  execFile(process.execPath, [MAIN, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr })
  })
  return promise
}

let run: string
beforeAll(async () => {
  for (const name of ['lab', 'thief']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(join(folder, `${name}.pem`), privateKey.export({ format: 'pem', type: 'pkcs8' }))
    writeFileSync(join(folder, `${name}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
  }
  run = basename(await smallRun(join(folder, 'reports')))
})

test('a run is sealed once, and verified by its key alone', async () => {
  const sealing = await syncdrill('seal', run, '--key', 'lab.pem', '--secret', 'OTHER_TOKEN')
  expect([sealing.code, sealing.stderr]).toEqual([0, ''])
  expect(sealing.stdout).toMatch(/^Sealed +reports\/loses\/r-\w+\.evidence\.tgz\nSHA-256 +[0-9a-f]{64}\nKey +SHA256:/)
  const again = await syncdrill('seal', run, '--key', 'lab.pem')
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('expected no file, there is one')])

  const bundle = `reports/loses/${run}.evidence.tgz`
  const before = readdirSync(folder, { recursive: true }).length
  const verified = await syncdrill('verify', bundle, '--key', 'lab.pub', '--challenge', CHALLENGE)
  expect([verified.code, verified.stderr]).toEqual([0, ''])
  expect(verified.stdout.match(/^yes /gm)).toHaveLength(6)
  expect(verified.stdout).toMatch(/^HOLDS: signed by the key that you named, SHA256:/m)
  expect(verified.stdout).toMatch(
    /^ {2}before it writes: fail, as expected\. \d+ of \d+ acknowledged records (is|are) (lost|unrecoverable)/m,
  )
  const [fingerprint = ''] = /SHA256:\S+/.exec(sealing.stdout) ?? []
  expect(verified.stdout).toContain(fingerprint)

  const nobody = await syncdrill('verify', bundle)
  expect([nobody.code, nobody.stdout]).toEqual([3, expect.stringContaining('UNATTRIBUTED')])
  const other = await syncdrill('verify', bundle, '--key', 'thief.pub', '--json')
  expect([other.code, JSON.parse(other.stdout)]).toEqual([1, expect.objectContaining({ state: 'does not hold' })])
  const late = await syncdrill('verify', bundle, '--key', 'lab.pub', '--challenge', 'another')
  expect([late.code, late.stdout]).toEqual([1, expect.stringContaining('challenge: it was run with another challenge')])

  writeFileSync(join(folder, 'bad.tgz'), readFileSync(join(folder, bundle)).subarray(0, -1))
  const cut = await syncdrill('verify', 'bad.tgz', '--key', 'lab.pub')
  expect([cut.code, cut.stdout]).toEqual([1, expect.stringMatching(/^NO +archive .*\n +archive: it is cut off$/m)])
  expect(readdirSync(folder, { recursive: true }).length).toBe(before + 1)
})

test('what cannot be carried out is exit 2, and nothing is written', async () => {
  const refusals = [
    [['seal', run, '--key', 'nowhere'], /^syncdrill: nowhere: expected a private key/],
    [['seal', run, '--key', 'lab.pub'], /^syncdrill: lab\.pub: expected a private Ed25519 key/],
    [['seal', run, '--key', 'lab.pem', '--secret', 'NO_SUCH'], /--secret NO_SUCH: expected an environment variable/],
    [['seal', run, '--key', 'lab.pem', '--secret', 'SOME_TOKEN'], /secret: expected at least 6 bytes, got 5/],
    [['verify', 'nowhere.tgz', '--key', 'lab.pub'], /^syncdrill: nowhere\.tgz: expected a bundle/],
    [['verify', 'lab.pub', '--key', 'lab.pem'], /lab\.pem: expected a public Ed25519 key .*: it is a private key/],
    [['run', 'x', '--challenge', 'a', '--seed', '7'], /--seed 7: expected none beside --challenge/],
    [['run', 'x', '--challenge', ' '], /--challenge: expected a text, got ''/],
  ] as const
  for (const [args, words] of refusals) {
    const { code, stderr } = await syncdrill(...args, ...(args[0] === 'seal' ? ['--out', 'out.tgz'] : []))
    expect([args, code, stderr]).toEqual([args, 2, expect.stringMatching(words)])
  }
  expect(existsSync(join(folder, 'out.tgz'))).toBe(false)
})
