/** `check` as a user meets it: on a service that is honest, with adapters that are not all right. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const DRILL = fileURLToPath(new URL('../../conductor/testing/adapters.drill.ts', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'syncdrill-check-'))
afterAll(() => rmSync(reports, { recursive: true }))

function check(...args: readonly string[]) {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>()
  const asked = [MAIN, 'check', DRILL, '--runtime', 'embedded', '--reports', reports, ...args]
  execFile(process.execPath, asked, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }))
  return promise
}

test('a right adapter passes every trial, and the logs of its service stay', async () => {
  const { code, stdout, stderr } = await check('--arm', 'none')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('11 trials passed: verdicts will be about the service.')
  expect(stdout.match(/^ {2}ok {5}api {2}/gm)).toHaveLength(11)
  const [run = ''] = readdirSync(join(reports, 'adapters'))
  expect(readdirSync(join(reports, 'adapters', run, 'none', 'logs'))).toContain('sync.log')
})

test('a wrong one is told in words, by the trial that found it, with exit 2', async () => {
  const { code, stdout } = await check('--arm', 'ignores pages')
  expect(code).toBe(2)
  expect(stdout).toMatch(/^ {2}WRONG {2}api {2}pages .* the adapter not ask for the next one\?$/m)
  expect(stdout).toContain('1 of 11 trials failed')
})

test('a mistake of its code is named with the method', async () => {
  const { code, stdout } = await check('--arm', 'throws')
  expect(code).toBe(2)
  expect(stdout).toMatch(/WRONG {2}api {2}writes +client 'api': push: threw TypeError: cannot read 'etag' of undefined/)
})

test('an arm that there is not is refused, with those that there are', async () => {
  const { code, stderr } = await check('--arm', 'non')
  expect([code, stderr]).toEqual([2, expect.stringContaining("arm 'non': expected an arm of adapters")])
  expect(stderr).toContain('  cuts bodies')
})
