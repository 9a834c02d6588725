/** `init` as a user meets it: what it writes, and what it leaves alone. That it runs is shown by the packed package. */

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askFor, ciIn } from '../init/questions.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
let project = ''
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'syncdrill-init-'))
})
afterEach(() => rmSync(project, { recursive: true }))

function init(...args: readonly string[]) {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>()
  const child = execFile(process.execPath, [MAIN, 'init', ...args], { cwd: project }, (error, stdout, stderr) =>
    resolve({ code: error?.code ?? 0, stdout, stderr }),
  )
  child.stdin?.end()
  return promise
}

async function filesThere(): Promise<readonly string[]> {
  const entries = await readdir(project, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(project.length + 1)).toSorted()
}

const DRILL = ['scenarios/clients/ours.ts', 'scenarios/crash.drill.ts', 'scenarios/stand-in/service.ts']

test('with --yes it asks nothing, and writes for the CI that the project has', async () => {
  mkdirSync(join(project, '.github'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  const { code, stdout, stderr } = await init('--yes')
  expect([code, stderr]).toEqual([0, ''])
  expect(await filesThere()).toEqual(['.github/workflows/drills.yml', 'package.json', ...DRILL, 'vitest.config.ts'])
  expect(stdout).toContain('npx syncdrill run crash ')
  expect(stdout).not.toContain('needs "type"')
})

test('folder and CI can be said; a package.json that is no module is told', async () => {
  const { code, stdout } = await init('--folder', 'test/drills/', '--ci', 'github,gitlab')
  expect(code).toBe(0)
  const drill = DRILL.map((path) => path.replace('scenarios', 'test/drills'))
  expect(await filesThere()).toEqual([
    '.github/workflows/drills.yml',
    '.gitlab/drills.yml',
    ...drill,
    'vitest.config.ts',
  ])
  expect(stdout).toContain('npx syncdrill run test/drills/crash.drill.ts ')
  expect(stdout).toContain('package.json needs "type": "module"')
})

test('nothing is overwritten: a drill that is there stops it, a configuration is kept and said', async () => {
  writeFileSync(join(project, 'vitest.config.ts'), 'theirs')
  const first = await init('--yes', '--ci', 'none')
  expect(first.stdout).toMatch(/kept +vitest\.config\.ts +left as it is: add syncdrill\(\)/)
  expect(readFileSync(join(project, 'vitest.config.ts'), 'utf8')).toBe('theirs')
  writeFileSync(join(project, 'scenarios/crash.drill.ts'), 'theirs')
  rmSync(join(project, 'scenarios/stand-in'), { recursive: true })
  const { code, stderr } = await init('--yes')
  expect([code, stderr]).toEqual([2, expect.stringContaining('nothing was written; there already:')])
  expect(readFileSync(join(project, 'scenarios/crash.drill.ts'), 'utf8')).toBe('theirs')
  expect(existsSync(join(project, 'scenarios/stand-in'))).toBe(false)
})

test.each([
  [[], 'expected a terminal to ask at, or --yes'],
  [['--yes', '--ci', 'jenkins'], "--ci: expected github, gitlab or none, got 'jenkins'"],
  [['--yes', '--folder', '../elsewhere'], '--folder: expected a folder in '],
  [['--yes', '--folder', '/elsewhere'], '--folder: expected a folder in '],
])('%j is refused, and writes nothing', async (args, words) => {
  const { code, stderr } = await init(...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  expect(await filesThere()).toEqual([])
})

test('a person is asked for what is not given, and again after a word that means nothing', async () => {
  mkdirSync(join(project, '.gitlab'))
  const [input, output] = [new PassThrough(), new PassThrough()]
  using asking = createInterface({ input, output })
  const answering = askFor({}, project, asking)
  for (const line of ['drills', 'jenkins', '']) {
    await expect.poll(() => output.read() as unknown).not.toBeNull()
    input.write(`${line}\n`)
  }
  expect(await answering).toEqual({ folder: 'drills', ci: ['gitlab'] })
  expect([ciIn('none'), ciIn('github, gitlab'), ciIn('')]).toEqual([[], ['github', 'gitlab'], undefined])
})
