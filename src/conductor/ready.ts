/** From an order to a stage that somebody acts on, and to a clean place again. Whatever happens, the reaper ends it. */

import { mkdir } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  compile,
  load,
  refuseExternal,
  refuseMissingPrograms,
  refuseUnasked,
  type CompiledDrill,
} from '../drill/index.ts'
import { DrillClock, Failure, monotonicMs, reasonOf, wallTime, withheld, within } from '../kernel/index.ts'
import { Fold } from '../history/index.ts'
import { Ledger } from '../ledger/index.ts'
import { chooseRuntime, openReaper, type Reaper, type Runtime, type Sent } from '../runtime/index.ts'
import { leftInWords } from '../report/index.ts'
import type { Stage } from '../stage/index.ts'
import { beginAttempt, lastRehearsal } from './attempts.ts'
import { versionsFor, writeHeading } from './heading.ts'
import { openStage } from './open-stage.ts'
import { ledgerOf, logsOf, type ArmResult, type Order } from './order.ts'
import { withholdAccounts } from './withhold.ts'
import { writable } from './writable.ts'

export interface Ready {
  readonly order: Order
  readonly compiled: CompiledDrill
  readonly runtime: Runtime
  readonly because: string
  readonly reaper: Reaper
  /** Aborted when the ground is gone under the run, which then breaks off as by a signal. */
  readonly lost: AbortController
  readonly signal: AbortSignal
  readonly started: string
  readonly versions: Readonly<Record<string, string>>
}

/** The reaper proves itself while the drill is loaded. */
export async function getReady(order: Order, signal: AbortSignal): Promise<Ready> {
  const lost = new AbortController()
  // What the drill needs may rule it out for a runtime that makes less: then more was proven than had to be.
  const first = await chooseRuntime(order.runtime, [])
  const [proof, loading] = await Promise.allSettled([
    openReaper(runNameOf(order), first.runtime.makeDummies, (failure) => lost.abort(failure)),
    loadDrill(order),
  ])
  if (proof.status === 'fulfilled' && loading.status === 'fulfilled')
    return { order, ...loading.value, reaper: proof.value, lost, signal, started: wallTime() }
  if (proof.status === 'fulfilled') await proof.value.reap()
  throw loading.status === 'rejected' ? loading.reason : (proof as PromiseRejectedResult).reason
}

async function loadDrill(order: Order): Promise<Pick<Ready, 'compiled' | 'runtime' | 'because' | 'versions'>> {
  const [{ drill }, versions] = await Promise.all([load(order.file), versionsFor(order.file)])
  const compiled = compile(drill, { file: order.file, arm: order.arm, seed: order.seed })
  const chosen = await chooseRuntime(order.runtime, compiled.needs)
  refuseExternal(compiled, chosen.runtime.name)
  refuseMissingPrograms(compiled, chosen.runtime.name)
  if (order.only !== 'check') refuseUnasked(compiled, { atTerminal: false })
  withholdAccounts(compiled)
  await writable(logsOf(order.folder), (path) => mkdir(path, { recursive: true }))
  return { compiled, versions, ...chosen }
}

/**
 * Opens the stage, lets `act` act on it within the arm's limit, and closes ledger and stage. `onLeft` is told what was
 * sent to somebody else's service, and what of it is still there, however the run ended.
 */
export async function onStage(
  ready: Ready,
  act: (stage: Stage, compiled: CompiledDrill) => Promise<unknown>,
  onLeft: (sent: Sent) => void,
): Promise<void> {
  const { order, compiled, runtime, because, reaper, lost, signal, started, versions } = ready
  const rehearsed = await lastRehearsal(order, compiled.planHash)
  const attempt = await beginAttempt(order, { planHash: compiled.planHash, runtime: runtime.name, started })
  const clock = new DrillClock()
  const over = new AbortController()
  const ledger = Ledger.open(ledgerOf(order.folder), { now: monotonicMs, drillMs: () => clock.ms })
  const fold = new Fold()
  ledger.onEntry((entry) => fold.take(entry))
  try {
    const { run, challenge, rehearse } = order
    const known = { run, challenge, attempt, rehearsed, rehearsal: rehearse !== undefined }
    writeHeading(ledger, compiled, { ...known, runtime: runtime.name, because, started, versions })
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
      const playing = within(compiled.limits.arm, `arm '${compiled.arm}'`, act(open.stage, compiled))
      // What a limit has ended may go on by itself: nothing of it is to reach the services any more.
      playing.catch((thrown: unknown) => over.abort(thrown))
      try {
        await playing
      } finally {
        const sent = await open.leaveTarget()
        if (sent) {
          if (!ledger.hasEnded) ledger.append({ is: 'note', text: leftInWords(sent), aloud: true })
          onLeft(sent)
        }
      }
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

function brokenOff(reason: unknown): ArmResult['failures'][number] {
  const isTold = reason instanceof Failure && reason.class !== 'interrupted'
  if (isTold) return { class: reason.class, because: reason.message }
  return { class: 'interrupted', because: 'interrupted; everything was healed and removed' }
}

/** As it may be told: without secrets. */
export function failureOf(thrown: unknown, signal: AbortSignal, lost: AbortSignal): ArmResult['failures'][number] {
  const failure = classedBy(thrown, signal, lost)
  return { ...failure, because: withheld.text(failure.because) }
}

function classedBy(thrown: unknown, signal: AbortSignal, lost: AbortSignal): ArmResult['failures'][number] {
  // What failed after the ground was gone, failed because of that.
  if (lost.aborted && !signal.aborted) return { class: 'environment', because: reasonOf(lost.reason) }
  if (signal.aborted) return brokenOff(signal.reason)
  if (thrown instanceof Failure) return { class: thrown.class, because: thrown.message }
  return { class: 'bug', because: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }
}
