/** One arm, from an empty folder to a judgement. Whatever happens, the reaper has the last word. */

import { mkdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { compile, load, refuseMissingPrograms, type CompiledDrill } from '../drill/index.ts'
import { DrillClock, Failure, firstOf, monotonicMs, reasonOf, wallTime, within, writeWhole } from '../kernel/index.ts'
import { Fold } from '../history/index.ts'
import { judge } from '../judge/index.ts'
import { Ledger, readLedger } from '../ledger/index.ts'
import { chooseRuntime, openReaper, ownUsage, type Reaper, type Runtime, type Usage } from '../runtime/index.ts'
import { versions, writeHeading } from './heading.ts'
import { ledgerOf, logsOf, resultOf, type ArmResult, type Order } from './order.ts'
import { playPhases } from './phases/index.ts'
import { openStage } from './open-stage.ts'

type Failures = ArmResult['failures'][number][]
type Times = ArmResult['phases'][number][]

interface Running {
  readonly order: Order
  readonly compiled: CompiledDrill
  readonly runtime: Runtime
  readonly because: string
  readonly reaper: Reaper
  /** Aborted when the ground is gone under the run, which then breaks off as by a signal. */
  readonly lost: AbortController
  readonly signal: AbortSignal
  readonly times: Times
  readonly usage: Record<string, Usage>
  readonly started: string
}

/** Resolves with what came of it, and leaves the same in the arm's folder. Throws what happens before there is one. */
export async function runArm(order: Order, signal: AbortSignal): Promise<ArmResult> {
  const began = monotonicMs()
  const running = await getReady(order, signal)
  const { failures, judgement } = await playAndJudge(running)
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
    versions: versions(),
    phases: running.times,
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

/** The reaper proves itself while the drill is loaded. */
async function getReady(order: Order, signal: AbortSignal): Promise<Running> {
  const lost = new AbortController()
  // What the drill needs may rule it out for a runtime that makes less: then more was proven than had to be.
  const first = await chooseRuntime(order.runtime, [])
  const [proof, loading] = await Promise.allSettled([
    openReaper(runNameOf(order), first.runtime.makeDummies, (failure) => lost.abort(failure)),
    loadDrill(order),
  ])
  if (proof.status === 'fulfilled' && loading.status === 'fulfilled')
    return { order, ...loading.value, reaper: proof.value, lost, signal, times: [], usage: {}, started: wallTime() }
  if (proof.status === 'fulfilled') await proof.value.reap()
  throw loading.status === 'rejected' ? loading.reason : (proof as PromiseRejectedResult).reason
}

async function loadDrill(order: Order): Promise<Pick<Running, 'compiled' | 'runtime' | 'because'>> {
  const { drill } = await load(order.file)
  const compiled = compile(drill, { file: order.file, arm: order.arm, seed: order.seed })
  const chosen = await chooseRuntime(order.runtime, compiled.needs)
  refuseMissingPrograms(compiled, chosen.runtime.name)
  await writable(logsOf(order.folder), (path) => mkdir(path, { recursive: true }))
  return { compiled, ...chosen }
}

/** A disk that is full, read-only or gone is nobody's bug. */
async function writable(path: string, write: (path: string) => Promise<unknown>): Promise<void> {
  await write(path).catch((thrown: unknown) => {
    throw new Failure('environment', `${path}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  })
}

/** What is over is judged while the reaper, a process of its own, removes what is left of it. */
async function playAndJudge(running: Running): Promise<Pick<Required<ArmResult>, 'failures' | 'judgement'>> {
  const { order, reaper, lost, signal, times } = running
  const failures: Failures = []
  try {
    await play(running)
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
    if (left.length > 0) failures.push({ class: 'residue', because: `left behind: ${left.join(', ')}` })
    return { failures, judgement }
  } finally {
    await reaping.catch(() => undefined)
  }
}

async function play(running: Running): Promise<void> {
  const { order, compiled, runtime, because, reaper, lost, signal, started } = running
  const clock = new DrillClock()
  const over = new AbortController()
  const ledger = Ledger.open(ledgerOf(order.folder), { now: monotonicMs, drillMs: () => clock.ms })
  const fold = new Fold()
  ledger.onEntry((entry) => fold.take(entry))
  try {
    writeHeading(ledger, compiled, { run: order.run, runtime: runtime.name, because, started })
    await ledger.flush()
    // What ends with the stage is still told to the ledger.
    {
      await using open = await openStage({
        compiled,
        runtime,
        journal: reaper.journal,
        ledger,
        history: fold.history,
        clock,
        signal: eitherOf(eitherOf(signal, lost.signal), over.signal),
        onLost(failure, then) {
          ledger.append({ is: 'note', text: `${failure.message}: ${then}`, aloud: true })
          lost.abort(failure)
        },
        run: runNameOf(order),
        logs: logsOf(order.folder),
      })
      const playing = within(compiled.limits.arm, `arm '${compiled.arm}'`, playPhases(open.stage, compiled))
      // What a limit has ended may go on by itself: nothing of it is to reach the services any more.
      playing.catch((thrown: unknown) => over.abort(thrown))
      const { times, usage } = await playing
      running.times.push(...times)
      Object.assign(running.usage, usage)
    }
    lost.signal.throwIfAborted()
    await ledger.end('complete')
  } catch (thrown) {
    const [state, reason]: ['ground lost' | 'aborted', unknown] = lost.signal.aborted
      ? ['ground lost', lost.signal.reason]
      : ['aborted', thrown]
    await ledger.end(state, reasonOf(reason)).catch(() => undefined)
    throw thrown
  }
}

function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = new AbortController()
  for (const signal of [one, other]) signal.addEventListener('abort', () => either.abort(signal.reason), { once: true })
  if (one.aborted) either.abort(one.reason)
  return either.signal
}

/** Each arm has a reaper, a journal and a folder of its own. */
function runNameOf({ run, folder }: Order): string {
  return `${run}-${basename(folder)}`
}

function failureOf(thrown: unknown, signal: AbortSignal, lost: AbortSignal): ArmResult['failures'][number] {
  // What failed after the ground was gone, failed because of that.
  if (lost.aborted && !signal.aborted) return { class: 'environment', because: reasonOf(lost.reason) }
  if (signal.aborted) return { class: 'interrupted', because: 'interrupted; everything was healed and removed' }
  if (thrown instanceof Failure) return { class: thrown.class, because: thrown.message }
  return { class: 'bug', because: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }
}
