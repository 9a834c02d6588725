/** The engine restarts under a drill that would pass: that says nothing about the service, and nothing is left. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syncdrill } from './testing/run-drill.ts'
import { isWithoutSecondEngine, SecondEngine } from './testing/second-engine.ts'
import { processesOf, startOn } from './testing/second-run.ts'

/** How far into a phase: the audit has read devices and server by then, and tries the copies. */
const MOMENTS = [
  ['before', 60],
  ['disaster', 20],
  ['recovery', 60],
  ['quiesce', 40],
  ['audit', 2],
] as const

const WAYS = [
  { how: 'in good order', end: (engine: SecondEngine) => engine.stop() },
  { how: 'by SIGKILL', end: (engine: SecondEngine) => engine.kill() },
] as const

async function expectEnvironment(engine: SecondEngine, run: Awaited<ReturnType<typeof startOn>>, code: number) {
  const { code: got, report, arms, stdout, folder } = await run.ended
  const [arm] = arms
  expect([got, report.exitCode, report.arms[0]?.state, stdout]).toEqual([
    code,
    code,
    'error',
    expect.stringMatching(/^/),
  ])
  expect(arm?.judgement.verdict).toBe('inconclusive')
  expect(arm?.judgement.promises.flatMap(({ findings }) => findings)).toEqual([])
  expect(report.arms[0]?.failures[0]).toEqual({
    class: 'environment',
    because: expect.stringContaining(`at ${engine.host}:2375`),
  })
  expect(readFileSync(join(arm?.folder ?? '', 'ledger.jsonl'), 'utf8')).toContain('"is":"end","state":"ground lost"')
  return folder
}

describe.skipIf(isWithoutSecondEngine)('an engine that', () => {
  describe.concurrent.each(WAYS)('ends $how and starts again', ({ end }) => {
    let engine: SecondEngine
    beforeAll(async () => {
      engine = await SecondEngine.open()
    })
    afterAll(() => engine?.[Symbol.asyncDispose]())

    // One after the other: it is one engine.
    test('in any phase: an environment error that names it, no verdict, and nothing left', async () => {
      for (const [phase, entries] of MOMENTS) {
        const run = await startOn(engine, 'long-day')
        await run.reaches(phase, entries)
        await end(engine)
        await engine.start()
        await expectEnvironment(engine, run, 4)
        expect([await engine.labelled(), processesOf('2')]).toEqual([[], []])
      }
    })
  })

  test('stays away: what is there is said to be left, and removed by cleanup once it is back', async () => {
    await using engine = await SecondEngine.open()
    const run = await startOn(engine, 'long-day')
    await run.reaches('before', 20)
    await engine.kill()
    await expectEnvironment(engine, run, 5)
    await engine.start()
    expect(await engine.labelled()).not.toEqual([])
    const { code, stdout } = await syncdrill('cleanup')
    expect([code, await engine.labelled(), stdout]).toEqual([0, [], expect.stringMatching(/^/)])
  })
})
