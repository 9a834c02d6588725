/**
 * How much of the Sidekick drill goes by outside of services and work: loading code, compiling, the reaper and its
 * proof, the judge and its negative control, reports, reaping. That is the figure with a goal. Beside it, without one,
 * the strictest count: theirs is only the time in which the conductor's loop slept while a service was started, ended
 * or set up in a clean room, or while an answer of a service was outstanding; every turn of the loop is ours.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resultOf, type ArmResult, type Order } from '../src/conductor/order.ts'
import { load } from '../src/drill/index.ts'
import { Failure, uniqueName } from '../src/kernel/index.ts'
import { startProcess } from '../src/runtime/index.ts'
import { stopwatch } from './stopwatch.ts'
import { inMs, inPercent, type Options, type Outcome } from './outcome.ts'

export interface Watched {
  /** Services and volumes made, started, ended, damaged, read; devices at work and read. By the clock on the wall. */
  readonly drillMs: number
  readonly theirsMs: number
  /** Of it: services started, ended, set up; and answers outstanding. They overlap. */
  readonly servicesMs: number
  readonly answersMs: number
  /** The conductor's loop did not sleep, though the machine may have had other work. */
  readonly busyMs: number
  readonly processorMs: number
}

interface Ran extends Watched {
  readonly tookMs: number
  readonly phases: ArmResult['phases']
}

const DRILL = fileURLToPath(new URL('../scenarios/sidekick-2009.drill.ts', import.meta.url))
const CONDUCTOR = fileURLToPath(new URL('../src/conductor/main.ts', import.meta.url))
const WATCH = new URL('watch-conductor.ts', import.meta.url).href
const SEED = 7
const AT_MOST = 0.1

export async function sidekick({ tell }: Options): Promise<Outcome> {
  const arms = Object.keys((await load(DRILL)).drill.arms)
  const rows: string[][] = []
  const goals: { what: string; value: number; atMost: number }[] = []
  for (const runtime of ['containers', 'embedded']) {
    const ran: Ran[] = []
    for (const arm of arms) {
      const one = await runWatched(arm, runtime)
      tell(`${runtime}, ${arm}: ${one.phases.map(({ phase, ms }) => `${phase} ${inMs(ms)}`).join(', ')}`)
      rows.push(rowOf(`${runtime}, ${arm}`, [one]))
      ran.push(one)
    }
    rows.push(rowOf(`${runtime}, all arms`, ran))
    const outside = shareOf(ran, ({ drillMs }) => drillMs)
    goals.push({ what: `${runtime}: share outside of services and work`, value: outside, atMost: AT_MOST })
  }
  return {
    name: 'The Sidekick drill: how much of it is ours',
    table: [['', 'took', 'outside', 'share', 'services', 'answers', 'busy', 'processor', 'not asleep'], ...rows],
    remarks: [
      'outside: of services and work, from the start of the conductor to its exit: loading code, compiling, the',
      'reaper and its proof, the judge and its negative control, reaping. Its share of the run has the goal.',
      'services: asleep while a service starts, ends, or is set up in a clean room; answers: while one is due;',
      'busy: the loop did not sleep; processor: user and system time; not asleep: all but services and answers.',
    ],
    goals,
  }
}

function rowOf(name: string, ran: readonly Ran[]): string[] {
  const sum = (ms: (one: Ran) => number) => ran.reduce((total, one) => total + ms(one), 0)
  const columns = [
    sum(({ servicesMs }) => servicesMs),
    sum(({ answersMs }) => answersMs),
    sum(({ busyMs }) => busyMs),
    sum(({ processorMs }) => processorMs),
  ]
  const outside = sum(({ tookMs, drillMs }) => tookMs - drillMs)
  const share = shareOf(ran, ({ drillMs }) => drillMs)
  const strict = shareOf(ran, ({ theirsMs }) => theirsMs)
  const took = inMs(sum(({ tookMs }) => tookMs))
  return [name, took, inMs(outside), inPercent(share), ...columns.map(inMs), inPercent(strict)]
}

function shareOf(ran: readonly Ran[], theirs: (one: Ran) => number): number {
  const took = ran.reduce((total, { tookMs }) => total + tookMs, 0)
  return (took - ran.reduce((total, one) => total + theirs(one), 0)) / took
}

async function runWatched(arm: string, runtime: string): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-bench-'))
  const own = join(folder, arm.replaceAll(/\W+/g, '-'))
  mkdirSync(own)
  const order: Order = { file: DRILL, arm, seed: SEED, run: `bench-${uniqueName()}`, folder: own, runtime }
  const watched = join(folder, 'watched.json')
  const said: string[] = []
  try {
    const lap = stopwatch()
    const conductor = startProcess([process.execPath, '--import', WATCH, CONDUCTOR, JSON.stringify(order)], {
      env: { ...process.env, BENCH_WATCHED: watched },
      onLine: (line) => void said.push(line),
    })
    const { code } = await conductor.ended
    const tookMs = lap()
    const { failures, phases } =
      code === 0 ? (JSON.parse(readFileSync(resultOf(own), 'utf8')) as ArmResult) : failed(said)
    if (failures.length > 0) failed(failures.map(({ because }) => because))
    return { ...(JSON.parse(readFileSync(watched, 'utf8')) as Watched), tookMs, phases }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function failed(because: readonly string[]): never {
  throw new Failure('environment', `the Sidekick drill could not be run: ${because.join(' | ')}`)
}
