/** One arm, from an empty folder to a judgement. Whatever happens, the reaper has the last word. */

import { mkdir, writeFile } from 'node:fs/promises'
import { compile, load, type CompiledDrill } from '../drill/index.ts'
import { DrillClock, Failure, monotonicMs, reasonOf } from '../kernel/index.ts'
import { judge } from '../judge/index.ts'
import { Ledger, readLedger } from '../ledger/index.ts'
import { chooseRuntime, openReaper, type Runtime } from '../runtime/index.ts'
import { writeHeading } from './heading.ts'
import { ledgerOf, logsOf, resultOf, type ArmResult, type Order } from './order.ts'
import { playPhases } from './phases/index.ts'
import { openStage } from './stage.ts'

type Times = ArmResult['phases'][number][]

export async function runArm(order: Order, signal: AbortSignal): Promise<ArmResult> {
  const began = monotonicMs()
  const { drill } = await load(order.file)
  const compiled = compile(drill, { file: order.file, arm: order.arm, seed: order.seed })
  const { runtime, because } = await chooseRuntime(order.runtime, compiled.needs)
  await mkdir(logsOf(order.folder), { recursive: true })
  const times: Times = []
  let failure: ArmResult['failure']
  const left: string[] = []
  const reaper = await openReaper(order.run)
  try {
    await play(order, compiled, runtime, because, signal, times)
  } catch (thrown) {
    failure = failureOf(thrown, signal)
  } finally {
    const stopping = monotonicMs()
    left.push(...(await reaper.reap()).left)
    times.push({ phase: 'stop', ms: monotonicMs() - stopping })
  }
  if (left.length > 0) failure ??= { class: 'residue', message: `left behind: ${left.join(', ')}` }
  const judging = monotonicMs()
  const judgement = await judgeLedger(order.folder)
  times.push({ phase: 'judge', ms: monotonicMs() - judging })
  const result: ArmResult = {
    arm: order.arm, row: compiled.row, phases: times, tookMs: monotonicMs() - began, left, because,
    runtime: runtime.name, ...(failure && { failure }), ...(judgement && { judgement }),
  }
  await writeFile(resultOf(order.folder), JSON.stringify(result))
  return result
}

async function play(
  order: Order, compiled: CompiledDrill, runtime: Runtime, because: string, signal: AbortSignal, times: Times,
): Promise<void> {
  const clock = new DrillClock()
  const ledger = Ledger.open(ledgerOf(order.folder), { now: monotonicMs, drillMs: () => clock.ms })
  try {
    writeHeading(ledger, compiled, { run: order.run, runtime: runtime.name, because })
    await ledger.flush()
    await using stage = await openStage({ order, compiled, runtime, ledger, clock, signal })
    times.push(...(await playPhases(stage)))
    await ledger.end('complete')
  } catch (thrown) {
    await ledger.end('aborted', reasonOf(thrown)).catch(() => undefined)
    throw thrown
  }
}

/** The same way in which `syncdrill judge` does it: from the file, not from memory. */
async function judgeLedger(folder: string): Promise<ArmResult['judgement']> {
  const ledger = readLedger(ledgerOf(folder))
  return judge(ledger, () => ledger.chain)
}

function failureOf(thrown: unknown, signal: AbortSignal): NonNullable<ArmResult['failure']> {
  if (signal.aborted) return { class: 'interrupted', message: 'interrupted; everything was healed and removed' }
  if (thrown instanceof Failure) return { class: thrown.class, message: thrown.message }
  return { class: 'bug', message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }
}
