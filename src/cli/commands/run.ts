/** `syncdrill run`: a thin face over Vitest's own interface. */

import { join, relative, resolve } from 'node:path'
import { startVitest } from 'vitest/node'
import { compile, load } from '../../drill/index.ts'
import { EXIT, Failure } from '../../kernel/index.ts'
import { ledgerOf } from '../../conductor/order.ts'
import { chooseRuntime } from '../../runtime/index.ts'
import { drillName, DrillReporter, folderName, ordersOf, syncdrill, type Orders } from '../../vitest/index.ts'
import { findDrills } from '../drill-files.ts'
import { Live, type Lane } from '../live.ts'
import type { RunFlags } from '../main.ts'

export async function run(wanted: readonly string[], flags: RunFlags): Promise<number> {
  const orders = ordersOf({ ...flags, reports: resolve(flags.reports) })
  const files = await findDrills(wanted)
  const lanes = (await Promise.all(files.map((file) => lanesOf(file, orders)))).flat()
  if (lanes.length === 0) throw new Failure('usage', `no arm is called '${orders.arm}'`)
  announce(files, lanes, orders)

  let interrupted = false
  const live = new Live(lanes, process.stdout)
  const reporter = new DrillReporter({ seed: orders.seed, beforePrint: () => live.clear() })
  const vitest = await startVitest(
    'test',
    [...files],
    {
      config: false,
      watch: false,
      root: process.cwd(),
      include: files.map((file) => relative(process.cwd(), file)),
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
  const onInterrupt = () => {
    interrupted = true
    void vitest.cancelCurrentRun('keyboard-input')
  }
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt)
  await vitest.close()
  await live[Symbol.asyncDispose]()
  return interrupted ? EXIT.interrupted : reporter.exitCode
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
