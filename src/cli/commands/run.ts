/** `syncdrill run`: a thin face over Vitest's own interface. */

import { join, relative, resolve } from 'node:path'
import { createVitest } from 'vitest/node'
import { compile, load } from '../../drill/index.ts'
import { EXIT, Failure } from '../../kernel/index.ts'
import { ledgerOf } from '../../conductor/order.ts'
import { chooseRuntime, untilReaped } from '../../runtime/index.ts'
import { drillName, DrillReporter, folderName, ordersOf, syncdrill, type Orders } from '../../vitest/index.ts'
import { findDrills } from '../drill-files.ts'
import { Live, type Lane } from '../live.ts'
import type { RunFlags } from '../main.ts'

const INSIST_MS = 100

export async function run(wanted: readonly string[], flags: RunFlags): Promise<number> {
  const orders = ordersOf({ ...flags, reports: resolve(flags.reports) })
  const files = await findDrills(wanted)
  const lanes = (await Promise.all(files.map((file) => lanesOf(file, orders)))).flat()
  if (lanes.length === 0) throw new Failure('usage', `no arm is called '${orders.arm}'`)
  announce(files, lanes, orders)

  const reporter = await withLive(lanes, async (live) => {
    const reporting = new DrillReporter({ seed: orders.seed, beforePrint: () => live.clear() })
    await runInVitest(files, orders, reporting)
    return reporting
  })
  return reporter.interrupted ? afterInterrupt(orders) : reporter.exitCode
}

/** No retries, no other reporters, one drill after the other. */
async function runInVitest(files: readonly string[], orders: Orders, reporter: DrillReporter): Promise<void> {
  const root = process.cwd()
  const vitest = await createVitest(
    'test',
    {
      config: false,
      watch: false,
      root,
      include: files.map((file) => relative(root, file)),
      reporters: [reporter],
      pool: 'forks',
      fileParallelism: false,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 60_000,
      passWithNoTests: false,
    },
    { plugins: [syncdrill(orders)] },
  )
  // Vitest's own would end this process at once, before anybody has seen what the reaper did.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal)
  let insisting: NodeJS.Timeout | undefined
  const interrupt = () => {
    reporter.interrupted = true
    // Said again until it is heard: a worker that is just starting misses the first call.
    insisting ??= setInterval(() => void vitest.cancelCurrentRun('keyboard-input'), INSIST_MS)
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  await vitest.start()
  clearInterval(insisting)
  await vitest.close()
}

async function withLive<T>(lanes: readonly Lane[], act: (live: Live) => Promise<T>): Promise<T> {
  await using live = new Live(lanes, process.stdout)
  return await act(live)
}

/** Not before the reapers are done: an interrupted run leaves nothing behind, or says what. */
async function afterInterrupt({ run: name }: Orders): Promise<number> {
  const left = await untilReaped(name)
  const words = left.length === 0 ? 'everything was healed and removed' : `still there: ${left.join(', ')}`
  process.stdout.write(`syncdrill: interrupted; ${words}\n`)
  return left.length === 0 ? EXIT.interrupted : EXIT.residue
}

/** Compiles every arm first: a wrong drill is one clear error before anything starts. */
async function lanesOf(
  file: string,
  { seed, reports, run: name, runtime, arm: only }: Orders,
): Promise<readonly Lane[]> {
  const { drill } = await load(file)
  const arms = Object.keys(drill.arms).filter((arm) => only === undefined || arm === only)
  return arms.map((arm) => {
    const { needs } = compile(drill, { file, arm, seed })
    chooseRuntime(runtime, needs)
    const folder = join(reports, drillName(file), name, folderName(arm))
    return { name: `${drillName(file)}: ${arm}`, ledger: ledgerOf(folder) }
  })
}

function announce(files: readonly string[], lanes: readonly Lane[], { seed, runtime }: Orders): void {
  const { runtime: chosen, because } = chooseRuntime(runtime, [])
  const drills = files.length === 1 ? drillName(files[0] ?? '') : `${files.length} drills`
  process.stdout.write(
    `syncdrill: ${drills}, ${lanes.length} arms, seed ${seed}, runtime ${chosen.name} (${because})\n`,
  )
}
