import { globSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import type { RehearsalJudged } from '../../judge/judgement.ts'
import { OnTerminal } from '../testing/on-terminal.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const DRILL = 'src/conductor/testing/rehearsing/rehearsed.drill.ts'
const OPTIONS = ['--seed', '7', '--runtime', 'embedded', '--reports']

async function command(...args: readonly string[]) {
  const env = { VITEST: undefined, NODE_ENV: undefined, NO_COLOR: '1' }
  const ran = await execa(process.execPath, ['src/cli/main.ts', ...args], { cwd: ROOT, env, reject: false })
  return { code: ran.exitCode, said: `${ran.stdout}${ran.stderr}` }
}

function onTerminal(reports: string, arm: string): OnTerminal {
  const env = { TMPDIR: reports, NODE_DISABLE_COMPILE_CACHE: '1' }
  return new OnTerminal(['rehearse', DRILL, arm, ...OPTIONS, reports], { columns: 80, env })
}

function rehearsalIn(reports: string): RehearsalJudged | undefined {
  const [path = ''] = globSync(join(reports, 'rehearsed/*/report.json'))
  const { arms } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly arms: readonly { readonly judgement?: { readonly rehearsal?: RehearsalJudged } }[]
  }
  return arms[0]?.judgement?.rehearsal
}

test('go on, roll back, restore, stop: shown, decided, and kept', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-rehearsed-'))
  await using terminal = onTerminal(room.path, 'it goes up')
  // What is typed before anything is asked decides nothing.
  await terminal.sees(/0 of 15 edits/)
  terminal.types('stop\n')
  const first = await terminal.sees(/Changed[^>]*> /)
  expect(first).toContain('10 edits by 1 device of 1 account')
  expect(first).toContain("Type 1 or 'go on', 2 or 'stop':")
  terminal.types('perhaps\n')
  await terminal.sees(/Type 1 or [^>]*> /)
  terminal.types('go on\n')
  expect(await terminal.sees(/Next, before\.2[^>]*> /)).toContain('takeBackup(nightly)')
  terminal.types('1\n')
  const upgrade = await terminal.sees(/Changed[^>]*> /)
  expect(upgrade).toContain('copy copy-1: claimed ok')
  expect(upgrade).toMatch(/upgrade\(sync, 2\)\r\n {4}touches sync, with its data on disk\r\n {4}may take records away/)
  terminal.types('1\n')
  const back = await terminal.sees(/Changed[^>]*> /)
  expect(back).toContain('sync: 2, started (before: sync: 1, started)')
  expect(back).toContain("2 or 'roll back sync', 3 or 'restore nightly', 4 or 'stop'")
  terminal.types('roll back sync\n')
  expect(await terminal.sees(/Changed[^>]*> /)).toContain('sync: 1, started (before: sync: 2, started)')
  terminal.types('restore nightly\n')
  expect(await terminal.sees(/Changed[^>]*> /)).toContain('restored: copy-1')
  terminal.types('stop\n')
  await terminal.sees(/INCONCLUSIVE, expected to pass: .* decided otherwise than the plan/)
  expect(await terminal.ended()).toBe(3)
  const decided = rehearsalIn(room.path)?.decisions ?? []
  expect(decided.map(({ before, decision }) => `${before}: ${decision}`)).toEqual([
    'before.1: go on',
    'before.2: go on',
    'disaster.1: go on',
    'disaster.2: roll back sync',
    'disaster.2: restore nightly',
    'disaster.2: stop',
  ])
  expect(new Set(decided.map(({ by }) => by))).toEqual(new Set([userInfo().username]))
})

test('Ctrl-C leaves a clean screen, and nothing running', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-rehearsed-'))
  await using terminal = onTerminal(room.path, 'it stays')
  await terminal.sees(/Next, before\.1[^>]*> /)
  terminal.types('\u0003')
  await terminal.sees(/syncdrill: interrupted; everything was healed and removed/)
  expect(await terminal.ended()).toBe(130)
  expect(globSync(join(room.path, 'syncdrill-*/{journals,runs}/*'))).toEqual([])
})

test('in a pipeline, and a later run says when the plan was rehearsed, and how it ended', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-rehearsed-'))
  const rehearsed = await command('rehearse', DRILL, 'it stays', '--yes', ...OPTIONS, room.path)
  expect(rehearsed).toMatchObject({ code: 0, said: expect.stringContaining('had not been rehearsed before') })
  const { said } = await command('run', DRILL, '--arm', 'it stays', ...OPTIONS, room.path)
  expect(said).toMatch(/rehearsal\n {4}this plan was rehearsed on \d{4}-\d\d-\d\dT[\d:.]+Z: pass\n/)
})

test.each([
  ['nobody is there to decide', ['it stays'], /nobody can decide: expected a terminal, --yes or --decisions <file>/],
  ['an arm is left out', ['--yes'], /arm: expected one of it stays, it goes up, got none/],
  ['an arm is not there', ['it falls', '--yes'], /arm: expected one of it stays, it goes up, got 'it falls'/],
])('%s: refused, and nothing starts', async (_, args, why) => {
  expect(await command('rehearse', DRILL, ...args)).toEqual({ code: 2, said: expect.stringMatching(why) })
})

test('decisions that are not JSON are refused; one that is not offered breaks the rehearsal off', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-rehearsed-'))
  const path = join(room.path, 'decided.json')
  const decided = (text: string) => {
    writeFileSync(path, text)
    return command('rehearse', DRILL, 'it stays', '--decisions', path, ...OPTIONS, room.path)
  }
  expect(await decided('stop')).toMatchObject({ code: 2, said: expect.stringMatching(/expected decisions by step/) })
  const { code, said } = await decided('{ "before.1": "roll back sync" }')
  expect(said).toContain("--decisions: before.1: expected one of go on, stop, got 'roll back sync'")
  expect(code).toBe(2)
})
