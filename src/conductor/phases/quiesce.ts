/**
 * Outboxes drain, two identical full reads separated by a drain, then one fresh edit per device that must reach the
 * others and the brand-new device of its account: quiet because dead is not converged.
 */

import { monotonicMs } from '../../kernel/index.ts'
import { goneBecause } from '../open-stage.ts'
import type { Stage } from '../stage.ts'

const QUIET_MS = 30_000
const SEEN_MS = 10_000

export async function quiesce(stage: Stage): Promise<void> {
  const { ledger, fleet } = stage
  const say = (state: 'quiet' | 'timed out', because?: string) =>
    void ledger.append({ is: 'quiesced', state, ...(because !== undefined && { because }) })
  const gone = goneBecause(stage)
  if (gone) return say('quiet', `there is nobody to sync with: ${gone}`)
  const restless = await settle(stage)
  if (restless) return say('timed out', restless)
  await fleet.freshEdits()
  const left = await fleet.drain({ atMostMs: SEEN_MS, signal: stage.signal })
  if (left) return say('timed out', `fresh edits are still on their way: ${left}`)
  await fleet.untilFreshSeen({ atMostMs: SEEN_MS, signal: stage.signal })
  say('quiet')
}

/** Undefined once two full reads with a drain between them were the same; else what did not rest in time. */
async function settle({ fleet, signal }: Stage): Promise<string | undefined> {
  const deadline = monotonicMs() + QUIET_MS
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
