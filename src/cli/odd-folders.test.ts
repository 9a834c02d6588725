/** Folders with any letters, and an environment that sends everything through a proxy. */

import { cpSync, mkdirSync, mkdtempDisposableSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NAME = '100% a#b?c ä'
/** Nobody listens there. */
const REFUSES = 'http://127.0.0.1:1'

test('checkout, drill, reports, home and temporary folder may have any letters; loopback needs no proxy', async () => {
  using place = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-odd-'))
  const checkout = join(place.path, NAME)
  const tmp = join(checkout, 'tmp %41#?ж')
  mkdirSync(tmp, { recursive: true })
  for (const part of ['src', 'scenarios/sites', 'package.json'])
    cpSync(join(ROOT, part), join(checkout, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'))
  const drill = join(checkout, 'scenarios/canaries', `${NAME}.drill.ts`)
  cpSync(join(ROOT, 'scenarios/canaries/must-pass.drill.ts'), drill)
  const syncdrill = (...argv: readonly string[]) =>
    execa(process.execPath, [join(checkout, 'src/cli/main.ts'), ...argv], {
      cwd: checkout,
      env: {
        TMPDIR: tmp,
        HOME: join(checkout, 'home ?#'),
        ...Object.fromEntries(['http_proxy', 'HTTP_PROXY', 'https_proxy', 'all_proxy'].map((name) => [name, REFUSES])),
        NODE_USE_ENV_PROXY: '1',
        no_proxy: '',
        NO_PROXY: '',
      },
      all: true,
      reject: false,
    })
  const reports = join(checkout, 'reports %20#')
  const ran = await syncdrill('run', drill, '--seed', '7', '--runtime', 'embedded', '--reports', reports)
  expect(ran.all).toMatch(/PASS as expected/)
  expect(ran.exitCode).toBe(0)
  const judged = await syncdrill('judge', join(reports, NAME, 'latest'))
  expect([judged.exitCode, judged.all]).toEqual([0, expect.stringContaining('PASS')])
  const left = readdirSync(tmp, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\/(journals|runs)\//.test(path),
  )
  expect(left).toEqual([])
})
