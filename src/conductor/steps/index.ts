/** Walks steps: each is begun and ended in the ledger, and from the strike on the server is read after each. */

import type { CompiledStep } from '../../drill/index.ts'
import { reasonOf, within } from '../../kernel/index.ts'
import type { Stage } from '../stage.ts'
import { doDuring } from './during.ts'
import { doEdgeRestore } from './edge-restore.ts'
import { doPromote, doRepoint } from './failover.ts'
import { doGate } from './gate.ts'
import { doInterrupt } from './interrupt.ts'
import { doReplace } from './replace.ts'
import { doRestore } from './restore.ts'
import { doRun } from './run.ts'
import { doSalvage } from './salvage.ts'
import { doTell } from './tell.ts'
import { doRollBack, doUpgrade } from './upgrade.ts'
import { doWork } from './work.ts'

/** What a step may end as, besides well. An outcome, never an error: the drill goes on, and the judge sees it. */
export type StepEnd = { readonly state: 'end' | 'skipped' | 'refused' | 'failed'; readonly because?: string }

export async function walk(stage: Stage, steps: readonly CompiledStep[]): Promise<void> {
  for (const step of steps) await take(stage, step)
}

export async function take(stage: Stage, step: CompiledStep): Promise<void> {
  const { ledger, signal } = stage
  signal.throwIfAborted()
  if (step.id === stage.compiled.strike) {
    stage.struck = true
    ledger.append({ is: 'strike', step: step.id })
  }
  ledger.append({ is: 'step', step: step.id, state: 'begin' })
  await ledger.flush()
  const { id, label } = step
  const ended = await within(stage.compiled.limits.step, `step ${id} (${label})`, act(stage, step))
  await stage.copies.takeDue()
  ledger.append({ is: 'step', step: step.id, ...ended })
  await ledger.flush()
  if (stage.struck && step.details.does !== 'at') await stage.fleet.serverViews('after step')
}

async function act(stage: Stage, step: CompiledStep): Promise<StepEnd> {
  const { details } = step
  switch (details.does) {
    case 'work':
      return doWork(stage, step)
    case 'timePasses':
      stage.clock.advance(details.ms)
      return { state: 'end' }
    case 'during':
      return doDuring(stage, step)
    case 'at':
    case 'repeat':
      await walk(stage, step.children)
      return { state: 'end' }
    case 'inject':
      await stage.injuries.inject(details.injury, step.id, step.key)
      return { state: 'end' }
    case 'heal':
      await stage.injuries.heal(details.fault)
      return { state: 'end' }
    case 'takeBackup': {
      const copy = await stage.copies.take(details.backup, step.step)
      return copy ? { state: 'end' } : { state: 'failed', because: 'the job failed' }
    }
    case 'restore':
      return doRestore(stage, step, details)
    case 'edgeRestore':
      return doEdgeRestore(stage, step, details)
    case 'salvage':
      return doSalvage(stage, step, details)
    case 'replace':
      return doReplace(stage, details.what)
    case 'promote':
      return doPromote(stage, details.standby)
    case 'repoint':
      return doRepoint(stage, details)
    case 'upgrade':
      return doUpgrade(stage, step.id, details.service, details.to)
    case 'rollBack':
      return doRollBack(stage, step.id, details.service)
    case 'interrupt':
      return doInterrupt(stage, step, details)
    case 'gate':
      return doGate(stage, step, details)
    case 'tell':
      return doTell(stage, details)
    case 'run':
      return doRun(stage, details)
  }
}

/** For a step that may fail for reasons of the system under test. */
export async function orFailed(doing: () => Promise<StepEnd>): Promise<StepEnd> {
  try {
    return await doing()
  } catch (thrown) {
    return { state: 'failed', because: reasonOf(thrown) }
  }
}
