/** A run on somebody else's service that is stopped in the middle: what it wrote is gone, or listed. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isHere } from '../sites/program.ts'
import { front, outside, type Front } from '../testing/outside.ts'
import { isWithoutPython } from '../testing/programs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SERVE = fileURLToPath(new URL('../sites/bookmarks/serve.py', import.meta.url))
const provider = () => outside((_, folder) => ['python3', SERVE, folder])

const REPORTS = mkdtempSync(join(tmpdir(), 'syncdrill-stopped-'))

const argvOf = ({ url, authority }: Front) =>
  [process.execPath, join(ROOT, 'src/cli/main.ts'), 'run', 'bookmarks-elsewhere', '--runtime', 'external'].concat(
    ['--seed', '7', '--address', `provider=${url}`, '--allow-external', authority],
    ['--writes-per-second', '20', '--reports', REPORTS],
  )

const env = { ...process.env, NO_COLOR: '1', TERM: 'xterm', VITEST: undefined, NODE_ENV: undefined }

const living = async (url: string, user: string) => {
  const feed = (await (await fetch(`${url}/${user}`)).json()) as {
    readonly rows: readonly { readonly deleted: number }[]
  }
  return feed.rows.filter(({ deleted }) => !deleted).length
}

test.skipIf(isWithoutPython).each(['SIGINT', 'SIGTERM'] as const)('by %s', async (signal) => {
  await using server = await provider()
  await using at = await front(server)
  const [command = '', ...args] = argvOf(at)
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  await expect.poll(() => at.count('PUT')).toBeGreaterThan(10)
  child.kill(signal)
  const [code] = (await ended) as [number]
  const words = (await said).join('')
  expect([code, words]).toEqual([
    130,
    expect.stringMatching(/\d+ records that this run wrote were deleted there, and none/),
  ])
  expect([await living(at.url, 'ada'), await living(at.url, 'ben')]).toEqual([0, 0])
})

test.skipIf(isWithoutPython)('what cannot be deleted then is listed, and the exit says so', async () => {
  await using server = await provider()
  await using at = await front(server, { refuses: (method) => method === 'DELETE' })
  const [command = '', ...args] = argvOf(at)
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const said = text(child.stdout)
  await expect.poll(() => at.count('PUT')).toBeGreaterThan(5)
  child.kill('SIGINT')
  expect(await ended).toEqual([5, null])
  expect(await said).toMatch(
    /0 records that this run wrote were deleted there; still there: bookmarks rec-\S+ of ada: 403/,
  )
  expect(await living(at.url, 'ada')).toBeGreaterThan(0)
})

/** Of util-linux: a terminal for whoever has none. */
const TERMINAL = 'script'

/** A shell on a terminal of its own: what it says last is how the command left that terminal. */
const isWithoutTerminal = isWithoutPython || !isHere(TERMINAL) || !isHere('stty')

test.skipIf(isWithoutTerminal).each([
  ['the key q', 'q'],
  ['Ctrl-C at the terminal', '\u0003'],
])('by %s, which leaves the terminal as it was', async (_, key) => {
  await using server = await provider()
  await using at = await front(server)
  const words = argvOf(at).map((word) => `'${word}'`)
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-terminal-'))
  const [before, after] = [join(folder, 'before'), join(folder, 'after')]
  const compared = `stty -a > ${after}; cmp ${before} ${after} && echo as it was`
  const line = `stty -a > ${before}; ${words.join(' ')}; echo "exit $?"; ${compared}`
  const shell = spawn(TERMINAL, ['-qec', line, '/dev/null'], { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'inherit'] })
  using room = new DisposableStack()
  room.defer(() => void shell.kill())
  const ended = once(shell, 'exit')
  const said = text(shell.stdout)
  await expect.poll(() => at.count('PUT')).toBeGreaterThan(10)
  shell.stdin.write(key)
  await expect.poll(() => shell.exitCode, { timeout: 60_000 }).not.toBeNull()
  shell.stdin.end()
  await ended
  const screen = await said
  // What was sent over a line that was cut just then, nobody can answer for.
  expect(screen).toMatch(/none is left(; \d+ records? nobody has answered for[^\r\n]*)?\s+exit 130\s+as it was\s*$/)
  expect([await living(at.url, 'ada'), await living(at.url, 'ben')]).toEqual([0, 0])
})
