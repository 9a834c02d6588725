/** Reports that cannot be written: said before anything starts, and where the disk fills later, nothing says pass. */

import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdtempDisposableSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { until } from '../kernel/index.ts'
import { isWithoutSmallDisk, SmallDisk } from '../runtime/testing/small-disk.ts'
import { checkReports } from './reports-folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Ran {
  readonly code: unknown
  readonly said: string
}

function run(reports: string): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>()
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined }
  const args = ['src/cli/main.ts', 'run', 'must-pass', '--seed', '7', '--runtime', 'embedded', '--reports', reports]
  execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
    resolve({ code: error?.code ?? 0, said: stdout + stderr }),
  )
  return promise
}

test('a folder that is missing is made, and nothing is left in it', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-reports-'))
  await checkReports(join(folder.path, 'a', 'b'))
  expect(readdirSync(join(folder.path, 'a', 'b'))).toEqual([])
})

test('a file, or below one: one sentence, exit 2, and no run', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-reports-'))
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  const expected = `syncdrill: --reports ${file}: expected a folder in which reports can be written, but it is a file\n`
  expect(await run(file)).toEqual({ code: 2, said: expected })
  await expect(checkReports('/proc/nobody/makes/this')).rejects.toMatchObject({ class: 'environment' })
  await expect(checkReports(join(file, 'below'))).rejects.toMatchObject({
    class: 'usage',
    message: expect.stringContaining('but a part of that path is a file'),
  })
})

describe.skipIf(isWithoutSmallDisk)('a disk that', () => {
  test('is read-only, or full: exit 4 before anything starts', async () => {
    using disk = new SmallDisk(1 << 16)
    const full = await run(disk.path)
    expect(full).toEqual({ code: 4, said: expect.stringMatching(/^syncdrill: --reports .*, but its disk is full\n$/) })
    expect(readdirSync(disk.path)).toEqual([])
    disk.readOnly()
    await expect(checkReports(disk.path)).rejects.toMatchObject({
      class: 'environment',
      message: expect.stringContaining('but it is read-only'),
    })
  })

  // So much that the ledger does not fit, and so much that all of the report fits but its page.
  test.each([60, 215])('fills up at %d kB while a drill runs: exit 4, and no file says pass', async (kilobytes) => {
    using disk = new SmallDisk(1 << 21)
    const running = run(disk.path)
    const ledger = () => globSync(join(disk.path, '*/*/*/ledger.jsonl')).length === 1
    await until(ledger, { what: 'the ledger', atMostMs: 60_000 })
    disk.resize(kilobytes << 10)
    const { code, said } = await running
    expect(code).toBe(4)
    expect(said.replaceAll(/\s+/g, ' ')).toContain('cannot be written: ENOSPC: no space left')
    expect(said).toMatch(/\nExit 4: 1 error/)
    const left = globSync(join(disk.path, '**/*.{json,xml,md,html,tmp}'))
    expect([left, existsSync(join(disk.path, 'must-pass/latest'))]).toEqual([[], false])
  })
})
