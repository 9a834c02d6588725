import { existsSync, mkdtempDisposableSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { uniqueName } from '../kernel/index.ts'
import { journalOf } from '../runtime/journal.ts'
import { runArm } from './run-arm.ts'

const DRILL = fileURLToPath(new URL('../../scenarios/sidekick-2009.drill.ts', import.meta.url))

test.each([
  ['an arm that it does not have', DRILL, 'no such arm', "arm 'no such arm'"],
  ['a file that is not there', '/nowhere/at-all.drill.ts', 'as reported', '/nowhere/at-all.drill.ts'],
])('a drill that cannot be loaded, for %s, is told of; the reaper beside it has gone', async (_, file, arm, words) => {
  using reports = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-not-loaded-'))
  const run = `not-loaded-${uniqueName()}`
  const folder = join(reports.path, 'arm')
  const order = { file, arm, seed: 7, run, folder, runtime: 'embedded' }
  await expect(runArm(order, new AbortController().signal)).rejects.toThrow(words)
  expect([existsSync(journalOf(`${run}-arm`)), readdirSync(reports.path)]).toEqual([false, []])
})

test('a step that takes longer than its limit ends the run, and is named; nothing of it is left', async () => {
  using reports = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-hanging-'))
  const run = `hanging-${uniqueName()}`
  const file = fileURLToPath(new URL('./testing/hanging.drill.ts', import.meta.url))
  const order = { file, arm: 'one', seed: 7, run, folder: join(reports.path, 'arm'), runtime: 'embedded' }
  const { failures, judgement } = await runArm(order, new AbortController().signal)
  const because = expect.stringMatching(/^step disaster\.1 \(.*sleep.*\) took longer than its limit of 3\.0s$/)
  expect([failures, judgement?.verdict]).toEqual([[{ class: 'environment', because }], 'inconclusive'])
  expect(existsSync(journalOf(`${run}-arm`))).toBe(false)
}, 60_000)
