/** One arm, from an empty folder to a judgement. */

import { Failure, firstOf, monotonicMs, reasonOf, writeWhole } from '../kernel/index.ts'
import { judge } from '../judge/index.ts'
import { readLedger } from '../ledger/index.ts'
import { ownUsage, type Sent, type Usage } from '../runtime/index.ts'
import type { Stage } from '../stage/index.ts'
import type { CompiledDrill } from '../drill/index.ts'
import { endAttempt } from './attempts.ts'
import { ledgerOf, resultOf, type ArmResult, type Order } from './order.ts'
import { playPhases } from './phases/index.ts'
import { failureOf, getReady, onStage, type Ready } from './ready.ts'
import { writable } from './writable.ts'

type Failures = ArmResult['failures'][number][]

interface Running extends Ready {
  readonly times: ArmResult['phases'][number][]
  readonly usage: Record<string, Usage>
}

/** Resolves with what came of it, and leaves the same in the arm's folder. Throws what happens before there is one. */
export async function runArm(order: Order, signal: AbortSignal): Promise<ArmResult> {
  const began = monotonicMs()
  const running: Running = { ...(await getReady(order, signal)), times: [], usage: {} }
  const { failures, judgement, sent } = await playAndJudge(running)
  await endAttempt(order, failures.length > 0 ? 'broken off' : judgement.verdict)
  const { compiled, runtime, because } = running
  const { row, title, story, sources, expectation } = compiled
  const result: ArmResult = {
    arm: order.arm,
    row,
    title,
    story,
    sources,
    expected: expectation,
    judgement,
    failures,
    started: running.started,
    versions: running.versions,
    phases: running.times,
    ...(sent && { sent }),
    usage: { services: running.usage, harness: ownUsage() },
    tookMs: monotonicMs() - began,
    runtime: runtime.name,
    because,
  }
  await writable(resultOf(order.folder), (path) => writeWhole([[path, JSON.stringify(result)]])).catch(toldBy(failures))
  return result
}

/** What went wrong first is what whoever waits is told. */
function toldBy([first]: ArmResult['failures']): (thrown: unknown) => never {
  return (thrown) => {
    throw first ? new Failure(first.class, `${first.because}; ${reasonOf(thrown)}`) : thrown
  }
}

/** What is over is judged while the reaper, a process of its own, removes what is left of it. */
async function playAndJudge(
  running: Running,
): Promise<Pick<Required<ArmResult>, 'failures' | 'judgement'> & Pick<ArmResult, 'sent'>> {
  const { order, reaper, lost, signal, times } = running
  const failures: Failures = []
  let sent: Sent | undefined
  const play = async (stage: Stage, compiled: CompiledDrill) => {
    const { times: took, usage } = await playPhases(stage, compiled, order.rehearse)
    times.push(...took)
    Object.assign(running.usage, usage)
  }
  try {
    await onStage(running, play, (all) => (sent = all))
  } catch (thrown) {
    failures.push(failureOf(firstOf(thrown), signal, lost.signal))
  }
  const stopping = monotonicMs()
  const reaping = reaper.reap().then(({ left }) => {
    times.push({ phase: 'stop', ms: monotonicMs() - stopping })
    return left
  })
  try {
    const ledger = readLedger(ledgerOf(order.folder))
    const judgement = judge(ledger, () => ledger.chain)
    times.push({ phase: 'judge', ms: monotonicMs() - stopping })
    const left = await reaping
    const there = [...left, ...(sent?.left ?? [])]
    if (there.length > 0) failures.push({ class: 'residue', because: `left behind: ${there.join(', ')}` })
    return { failures, judgement, ...(sent && { sent }) }
  } finally {
    await reaping.catch(() => undefined)
  }
}
