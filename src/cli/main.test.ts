/** The command as a user meets it before anything runs. */

import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const COMMANDS = ['init', 'check', 'run', 'merge', 'replay', 'plan', 'judge', 'report', 'list', 'doctor', 'cleanup']

function syncdrill(...args: readonly string[]) {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>()
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined }
  execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) =>
    resolve({ code: error?.code ?? 0, stdout, stderr }),
  )
  return promise
}

test.each([[], ...COMMANDS.map((command) => [command])])(
  '--help of %s teaches by example, without colours',
  async (...words) => {
    const { code, stdout, stderr } = await syncdrill(...words, '--help')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`Examples:\n  \\$ syncdrill ${words.join(' ')}`))
    expect(stdout).not.toContain('\u001B')
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([])
  },
)

test.each([
  [['rum'], "error: unknown command 'rum'\n(Did you mean run?)\n"],
  [['run', '--sed', '7'], "error: unknown option '--sed'\n(Did you mean --seed?)\n"],
  [['cleanup', '--engin', 'x'], "error: unknown option '--engin'\n(Did you mean --engine?)\n"],
  [['cleanup', '--engine', 'x'], 'syncdrill: --engine x: expected an address such as tcp:'],
  [['run', '--runtime', 'none'], "argument 'none' is invalid. Allowed choices are embedded, containers, external.\n"],
  [['run', 'outage', '--secret', 'NOT_SET'], 'syncdrill: --secret NOT_SET: expected an environment variable of this'],
  [['judge', 'nowhere'], "syncdrill: judge 'nowhere': expected a run folder, an arm folder or a ledger.jsonl"],
])('%j is refused with exit 2, in words', async (args, words) => {
  const { code, stdout, stderr } = await syncdrill(...args)
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
})

test('a list that goes into a pipe has no colours', async () => {
  const { code, stdout } = await syncdrill('plan', 'outage', '--seed', '7')
  expect([code, stdout.includes('\u001B')]).toEqual([0, false])
})

test("a drill in a package of `npm init`'s type is told which type it needs, with exit 2", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncdrill-common-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }')
  const file = join(folder, 'x.drill.ts')
  await writeFile(file, "import 'node:fs'\nexport default 7\n")
  const { code, stderr } = await syncdrill('list', file)
  const wanted = `${join(folder, 'package.json')} should say "type": "module"`
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${file}: a drill is an ES module: ${wanted}`)])
  await rename(file, join(folder, 'x.drill.mts'))
  const { stderr: read } = await syncdrill('list', join(folder, 'x.drill.mts'))
  expect(read).toContain("x.drill.mts: expected 'export default drill({...})', got a default export of another kind")
})
