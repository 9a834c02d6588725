/**
 * Closes to devices, restores, validates, opens what it validated, by class where ordered.
 * A damaged copy is refused by its engine; the refusal is recorded, and the drill goes on.
 */

import type { EngineBackup } from '../../backups/index.ts'
import type { CompiledStep, StepDetails } from '../../drill/index.ts'
import { reasonOf } from '../../kernel/index.ts'
import { CLASSES, type RecordClass } from '../../records/index.ts'
import type { Service } from '../../site/index.ts'
import { isEngineBackup } from '../copies.ts'
import type { Stage } from '../stage.ts'
import type { StepEnd } from './index.ts'

type Details = Extract<StepDetails, { does: 'restore' }>

export async function doRestore(stage: Stage, step: CompiledStep, details: Details): Promise<StepEnd> {
  const candidates = await candidatesOf(stage, details).catch((thrown: unknown) => reasonOf(thrown))
  if (typeof candidates === 'string' || candidates.length === 0) {
    const because = typeof candidates === 'string' ? candidates : 'there is no copy to restore'
    stage.ledger.append({ is: 'restore', step: step.id, from: 'copy', state: 'refused', because })
    return { state: 'refused', because }
  }
  const refusals: string[] = []
  for (const { backup, copy } of candidates) {
    const refused = await restoreOne(stage, step, details, backup, copy)
    if (refused === undefined) return { state: 'end', ...(refusals[0] && { because: refusals.join('; ') }) }
    refusals.push(`${copy}: ${refused}`)
  }
  return { state: 'refused', because: refusals.join('; ') }
}

interface Candidate {
  readonly backup: EngineBackup
  readonly copy: string
}

/** The one that was asked for; several, newest first, where the newest sound one is wanted. */
async function candidatesOf(stage: Stage, { from, pick }: Details): Promise<readonly Candidate[]> {
  if ('step' in from) {
    const made = stage.copies.madeBy(from)
    return made ? [made] : []
  }
  const backup = from
  if (!isEngineBackup(backup)) return []
  const scene = { site: stage.site, topology: stage.compiled.topology }
  const newestFirst = (await backup.engine.list(scene)).toReversed().map(({ copy }) => ({ backup, copy }))
  if (pick === 'newest sound') return newestFirst
  return pick === 'newest' ? newestFirst.slice(0, 1) : newestFirst.slice(-1)
}

/** Undefined when it is restored; else why it was refused. */
async function restoreOne(
  stage: Stage,
  step: CompiledStep,
  details: Details,
  backup: EngineBackup,
  copy: string,
): Promise<string | undefined> {
  const scene = { site: stage.site, topology: stage.compiled.topology }
  const services = servedBy(stage, backup)
  const accounts =
    details.accounts &&
    stage.compiled.roster.accountsOf(details.accounts).map((account) => stage.compiled.roster.credentials(account).user)
  const note = (
    state: 'begin' | 'refused' | 'validated' | 'opened' | 'end',
    more: { class?: RecordClass; because?: string } = {},
  ) =>
    stage.ledger.append({
      is: 'restore',
      step: step.id,
      from: 'copy',
      copy,
      state,
      ...more,
      ...(accounts && { accounts }),
    })
  note('begin')
  for (const service of services) await stage.doors.close(service, details.order ?? CLASSES)
  // Class by class where an order was given, else everything in one go.
  const rounds: readonly (readonly RecordClass[])[] = details.order ? details.order.map((one) => [one]) : [CLASSES]
  for (const classes of rounds) {
    const scope = { ...(details.order && { classes }), ...(accounts && { accounts }) }
    const outcome = await backup.engine
      .restore(scene, copy, scope)
      .catch((thrown: unknown) => ({ is: 'refused' as const, because: reasonOf(thrown) }))
    if (outcome.is === 'refused') {
      note('refused', { because: outcome.because })
      return outcome.because
    }
    for (const one of classes) {
      for (const service of services) stage.doors.validated(service, one, outcome.rows)
      note('validated', { class: one })
    }
    for (const service of services) {
      for (const one of await stage.doors.open(service, classes)) note('opened', { class: one })
    }
    if (details.order) await stage.fleet.serverViews('after step')
  }
  note('end')
  return undefined
}

/** What is restored, and the services through which devices reach it. */
function servedBy({ compiled: { topology }, routes }: Stage, { engine: { serves } }: EngineBackup): readonly Service[] {
  const restored = serves.is === 'service' ? [serves] : topology.usersOf(serves).map(({ service }) => service)
  return routes.through(restored).filter((one) => restored.includes(one) || routes.served().includes(one))
}
