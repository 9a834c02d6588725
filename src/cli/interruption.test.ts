/** Ctrl-C at any moment of a run: it ends with 130, after the reaper's report, and leaves nothing. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempDisposableSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { until } from '../kernel/index.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const phase = (name: string, state: string) => (ledger: string) =>
  ledger.includes(`"is":"phase","phase":"${name}","state":"${state}"`)

test.each([
  // On a busy machine it is further by the time that the signal is there.
  [
    'when it has just begun',
    undefined,
    /interrupted before anything was started\n$|everything was healed and removed\n$/,
  ],
  ['in start', phase('start', 'begin'), /syncdrill: interrupted; everything was healed and removed\n$/],
  ['in disaster', phase('disaster', 'begin'), /syncdrill: interrupted; everything was healed and removed\n$/],
  ['in audit', phase('audit', 'begin'), /syncdrill: interrupted; everything was healed and removed\n$/],
  ['after its end', (ledger: string) => ledger.includes('"is":"end"'), /interrupted; everything was healed/],
])('%s', async (_, isThere, words) => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-interrupted-'))
  const args = ['src/cli/main.ts', 'run', 'must-pass', '--seed', '7', '--runtime', 'embedded', '--reports', room.path]
  // A cache of compiled code is written by whoever ends last, when the room is gone.
  const env = {
    ...process.env,
    NO_COLOR: '1',
    VITEST: undefined,
    NODE_ENV: undefined,
    TMPDIR: room.path,
    NODE_DISABLE_COMPILE_CACHE: '1',
  }
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  const ledger = () => globSync(join(room.path, 'must-pass/*/*/ledger.jsonl')).map((path) => readFileSync(path, 'utf8'))
  // Its first act is to try whether reports can be written.
  const moment = isThere ?? (() => true)
  const isNow = () => (isThere ? ledger().some(moment) : readdirSync(room.path).length > 0)
  await until(isNow, { what: 'the moment', atMostMs: 60_000, everyMs: 1 })
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await ended).toEqual([130, null])
  expect((await said).join('')).toMatch(words)
  const journals = globSync(join(room.path, 'syncdrill-*/{journals,runs}/*'))
  expect(journals).toEqual([])
})
