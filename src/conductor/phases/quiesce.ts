/**
 * Outboxes drain, two identical full reads separated by a drain, then one fresh edit per device that must reach the
 * others and the brand-new device of its account: quiet because dead is not converged.
 */

import { monotonicMs } from '../../kernel/index.ts'
import type { Stage } from '../../stage/index.ts'
import { awayOf } from '../away.ts'

/** Of its limit: how long fresh edits may take, once everything else rests. */
const FRESH = 0.25

export async function quiesce(stage: Stage, atMostMs: number): Promise<void> {
  const { ledger, fleet } = stage
  const away = await awayOf(stage)
  if (away) {
    // What is on the disk of one that only does not run is not quiet: nobody knows what it would answer.
    const state = away.state === 'gone' ? 'quiet' : 'timed out'
    ledger.append({ is: 'quiesced', state, because: `there is nobody to sync with: ${away.because}` })
    return
  }
  const restless = await settle(stage, atMostMs)
  if (restless === undefined) {
    ledger.append({ is: 'quiesced', state: 'quiet' })
    return
  }
  await fleet.serverViews('quiesce')
  const unlike = fleet.unlike()
  const named = unlike.length > 0 && { unlike }
  ledger.append({ is: 'quiesced', state: 'timed out', because: restless, ...named })
}

/** Undefined once everything rests; else what did not in time. */
async function settle({ fleet, signal }: Stage, atMostMs: number): Promise<string | undefined> {
  const restless = await untilAlike(fleet, atMostMs, signal)
  if (restless) return restless
  const patience = { atMostMs: atMostMs * FRESH, signal }
  await fleet.freshEdits()
  const left = await fleet.drain(patience)
  if (left) return `fresh edits are still on their way: ${left}`
  await fleet.untilFreshSeen(patience)
  return undefined
}

/** Undefined once two full reads with a drain between them were the same; else what did not rest in time. */
async function untilAlike(fleet: Stage['fleet'], atMostMs: number, signal: AbortSignal): Promise<string | undefined> {
  const deadline = monotonicMs() + atMostMs
  let before: string | undefined
  while (monotonicMs() < deadline) {
    const left = await fleet.drain({ atMostMs: deadline - monotonicMs(), signal })
    if (left) return `outboxes did not drain: ${left}`
    const now = await fleet.digestOfViews()
    if (now === before) return undefined
    before = now
  }
  return 'two full reads in a row were never the same'
}
