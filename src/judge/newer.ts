/**
 * A server that was restored is older than its devices. What became of everything that was acknowledged and that the
 * restored copy did not hold: kept, offered again, in conflict, deleted, stuck on a device, or back from the dead.
 */

import type { Case } from './case.ts'
import type { Finals, RecordFate } from './fates/fates.ts'
import type { Counts } from './judgement.ts'
import { covers, identify } from './rows.ts'

export const NEWER = ['kept', 'offered again', 'conflict', 'deleted', 'stuck', 'resurrected'] as const
/**
 * `kept`: the server shows it, and nobody sent it again. `deleted`: neither the server nor a screen shows that version.
 * `stuck`: a device shows it, and the server does not. `resurrected`: it had been deleted, and is there.
 */
export type Newer = (typeof NEWER)[number]

/** Counts nothing where no copy was restored, or where the restored copy was not read in the audit. */
export function newerThanCopy(its: Case, finals: Finals, fates: readonly RecordFate[]): Counts<Newer> {
  const restored = its.restores.find(
    ({ from, state, copy }) => from === 'copy' && state === 'end' && copy !== undefined,
  )
  const views = its.finals.filter(({ party }) => party.kind === 'copy' && party.copy === restored?.copy)
  if (!restored || views.length === 0) return {}
  const inCopy = Map.groupBy(
    views.flatMap((view) => view.rows.filter(({ deleted }) => !deleted)),
    ({ record = '' }) => record,
  )
  const onScreens = new Set(
    its.finals
      .filter(({ party }) => party.kind === 'device')
      .flatMap(({ rows }) => rows.map(({ version = '' }) => version)),
  )
  const counts: Partial<Record<Newer, number>> = {}
  for (const fate of fates) {
    const became = becameOf(its, finals, fate, { at: restored.at, inCopy, onScreens })
    if (became) counts[became] = (counts[became] ?? 0) + 1
  }
  return counts
}

interface Restored {
  readonly at: number
  readonly inCopy: ReadonlyMap<string, readonly Parameters<typeof identify>[1][]>
  readonly onScreens: ReadonlySet<string>
}

function becameOf(
  its: Case,
  finals: Finals,
  { record, fresh, frontier, losses }: RecordFate,
  { at, inCopy, onScreens }: Restored,
): Newer | undefined {
  const before = frontier.filter(({ acked }) => acked && acked.at < at)
  const copied = (inCopy.get(record) ?? []).map((row) => identify(its, row))
  const isNewer = before.some((write) =>
    write.change === 'delete' ? copied.length > 0 : !copied.some((one) => covers(one, write)),
  )
  if (fresh || !isNewer) return undefined
  const shown = finals.byRecord.get(record) ?? []
  const puts = before.filter(({ change }) => change === 'put')
  if (puts.length === 0) return shown.length > 0 ? 'resurrected' : 'kept'
  if (losses.length === 0) return before.some(({ sent }) => sent.some((one) => one > at)) ? 'offered again' : 'kept'
  if (shown.length > 1 || losses.some(({ finding }) => finding === 'conflict-dropped')) return 'conflict'
  return puts.some(({ token }) => onScreens.has(token)) ? 'stuck' : 'deleted'
}
