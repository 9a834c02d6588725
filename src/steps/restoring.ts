/**
 * How a copy is restored: closes to devices, restores, validates, opens what it validated, by collection where ordered.
 * A damaged copy is refused by its engine; the refusal is recorded, and where several would do, the next is tried.
 */

import type { BackupScene, EngineBackup, RestoreOutcome } from '../backups/index.ts'
import type { Accounts } from '../fleet/index.ts'
import { reasonOf } from '../kernel/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { Service } from '../site/index.ts'
import { isEngineBackup } from '../stage/copies.ts'
import type { Stage } from '../stage/index.ts'
import { failedBy } from './command.ts'
import type { Step, StepEnd } from './step.ts'

export type Pick = 'newest sound' | 'newest' | 'oldest'

interface Restoring {
  readonly from: EngineBackup | Step
  readonly pick: Pick
  readonly order: readonly CollectionName[] | undefined
  readonly accounts: Accounts | undefined
  readonly mayFail: boolean
}

type Refused = Extract<RestoreOutcome, { readonly is: 'refused' }>

export async function restoreFrom(stage: Stage, step: string, asked: Restoring): Promise<StepEnd> {
  const candidates = await candidatesOf(stage, asked).catch((thrown: unknown) => reasonOf(thrown))
  if (typeof candidates === 'string' || candidates.length === 0) {
    const because = typeof candidates === 'string' ? candidates : 'there is no copy to restore'
    stage.ledger.append({ is: 'restore', step, from: 'copy', state: 'refused', because })
    return { state: 'refused', because }
  }
  const refusals: string[] = []
  let failed: Refused['by']
  for (const candidate of candidates) {
    const refused = await restoreOne(stage, step, asked, candidate)
    if (refused === undefined) return { state: 'end', ...(refusals[0] && { because: refusals.join('; ') }) }
    refusals.push(`${candidate.copy}: ${refused.because}`)
    failed ??= refused.by
  }
  const because = refusals.join('; ')
  if (!failed) return { state: 'refused', because }
  return { ...failedBy(failed), ...(asked.mayFail && { mayFail: true }) }
}

interface Candidate {
  readonly backup: EngineBackup
  readonly copy: string
}

/** The one that was asked for; several, newest first, where the newest sound one is wanted. */
async function candidatesOf(stage: Stage, { from, pick }: Restoring): Promise<readonly Candidate[]> {
  if (from.is === 'step') {
    const made = stage.copies.madeBy(from)
    return made ? [made] : []
  }
  if (!isEngineBackup(from)) return []
  const newestFirst = (await from.engine.list(sceneOf(stage))).toReversed().map(({ copy }) => ({ backup: from, copy }))
  if (pick === 'newest sound') return newestFirst
  return pick === 'newest' ? newestFirst.slice(0, 1) : newestFirst.slice(-1)
}

/** Undefined when it is restored; else why it was not, and the command that failed. */
async function restoreOne(
  stage: Stage,
  step: string,
  { order, accounts: chosen }: Restoring,
  { backup, copy }: Candidate,
): Promise<Refused | undefined> {
  const { ledger, doors, fleet, roster } = stage
  const services = servedBy(stage, backup)
  const accounts = chosen && roster.accountsOf(chosen).map((account) => roster.credentials(account).user)
  const common = { is: 'restore', step, from: 'copy', copy, ...(accounts && { accounts }) } as const
  ledger.append({ ...common, state: 'begin' })
  for (const service of services) await doors.close(service, order ?? stage.collections)
  // Collection by collection where an order was given, else everything in one go.
  const rounds: readonly (readonly CollectionName[])[] = order ? order.map((one) => [one]) : [stage.collections]
  for (const collections of rounds) {
    const scope = { ...(order && { collections }), ...(accounts && { accounts }) }
    const outcome = await backup.engine
      .restore(sceneOf(stage), copy, scope)
      .catch((thrown: unknown): RestoreOutcome => ({ is: 'refused', because: reasonOf(thrown) }))
    if (outcome.is === 'refused') {
      ledger.append({ ...common, state: 'refused', because: outcome.because })
      return outcome
    }
    for (const one of collections) {
      // What nobody has read back is opened all the same, and the judge sees that it was not validated.
      const { rows } = outcome
      if (rows === undefined) continue
      for (const service of services) doors.validated(service, one, rows)
      ledger.append({ ...common, state: 'validated', collection: one })
    }
    for (const service of services) {
      for (const one of await doors.open(service, collections))
        ledger.append({ ...common, state: 'opened', collection: one })
    }
    if (order) await fleet.serverViews('after step')
  }
  ledger.append({ ...common, state: 'end' })
  return undefined
}

/** What is restored, and the services through which devices reach it. */
function servedBy({ topology, routes }: Stage, { engine: { serves } }: EngineBackup): readonly Service[] {
  const restored = serves.is === 'service' ? [serves] : topology.usersOf(serves).map(({ service }) => service)
  return routes.through(restored).filter((one) => restored.includes(one) || routes.served().includes(one))
}

function sceneOf({ site, topology }: Stage): BackupScene {
  return { site, topology }
}
