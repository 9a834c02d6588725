/**
 * The engine restarts under a drill that would pass: that says nothing about the service, and nothing is left. Of five
 * moments one is drawn for each way to end; `test:all` takes all.
 */

import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drawn } from './testing/draw.ts'
import { syncdrillIn } from './testing/run-drill.ts'
import { isWithoutSecondEngine, SecondEngine } from './testing/second-engine.ts'
import { processesOf, startOn } from './testing/second-run.ts'

const LONG_DAY = 'scenarios/testing/long-day.drill.ts'

/** How far into a phase: the audit has read devices and server by then, and tries the copies. */
const MOMENTS = [
  ['before', 60],
  ['disaster', 20],
  ['recovery', 60],
  ['quiesce', 40],
  ['audit', 2],
] as const

async function expectEnvironment(engine: SecondEngine, run: Awaited<ReturnType<typeof startOn>>, code: number) {
  const { code: got, report, arms, folder } = await run.ended
  const [arm] = arms
  expect([got, report.exitCode, report.arms[0]?.state]).toEqual([code, code, 'error'])
  expect(arm?.judgement.verdict).toBe('inconclusive')
  expect(arm?.judgement.promises.flatMap(({ findings }) => findings)).toEqual([])
  expect(report.arms[0]?.failures[0]).toEqual({
    class: 'environment',
    because: expect.stringContaining(`at ${engine.host}:2375`),
  })
  const ledger = readFileSync(join(arm?.folder ?? '', 'ledger.jsonl'), 'utf8')
  expect(ledger).toContain('"is":"end","state":"ground lost"')
  // Whoever follows the run is told at once what it waits for, and how long.
  expect(ledger).toMatch(/"is":"note","text":"[^"]*it is waited for up to 45s","aloud":true/)
  return { name: basename(realpathSync(folder)) }
}

/** One after the other, for it is one engine. Resolves with what is left of each run. */
async function restartIn(moments: readonly Moment[], engine: SecondEngine, end: () => Promise<void>) {
  const left: (readonly [phase: string, things: readonly string[], processes: readonly string[]])[] = []
  for (const [phase, entries] of moments) {
    const run = await startOn(engine, LONG_DAY)
    await run.reaches(phase, entries)
    await end()
    await engine.start()
    const { name } = await expectEnvironment(engine, run, 4)
    left.push([phase, await engine.labelled(), processesOf(name)])
  }
  return left
}

type Moment = (typeof MOMENTS)[number]

const momentsOf = (way: string) => drawn(MOMENTS, { count: 1, nameOf: ([phase]) => `${way} ${phase}` })
const nothing = (moments: readonly Moment[]) => moments.map(([phase]) => [phase, [], []])

describe.skipIf(isWithoutSecondEngine).concurrent('an engine that', () => {
  test('stops and starts again, in any phase: an environment error, no verdict, nothing left', async () => {
    await using engine = await SecondEngine.open()
    const moments = momentsOf('stop')
    expect(await restartIn(moments, engine, () => engine.stop())).toEqual(nothing(moments))
  })

  test('is killed and starts again, in any phase: the same; what it takes along is cleaned up later', async () => {
    await using engine = await SecondEngine.open()
    const moments = momentsOf('kill')
    expect(await restartIn(moments, engine, () => engine.kill())).toEqual(nothing(moments))
    // Its journal would be in the way of whoever cleans up meanwhile.
    const own = mkdtempSync(join(tmpdir(), 'syncdrill-own-'))
    const run = await startOn(engine, LONG_DAY, { env: { TMPDIR: own } })
    await run.reaches('before', 20)
    await engine.kill()
    const { name } = await expectEnvironment(engine, run, 5)
    await engine.start()
    expect(await engine.labelled()).not.toEqual([])
    const { code, stdout } = await syncdrillIn({ TMPDIR: own }, 'cleanup')
    expect(stdout).toContain(`${name}-nobody-steps-in: `)
    expect([code, await engine.labelled(), processesOf(name)]).toEqual([0, [], []])
    rmSync(own, { recursive: true })
  })
})
