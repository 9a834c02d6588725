/**
 * A server that was restored is older than its devices. What became of everything that was acknowledged and that the
 * restored copy did not hold: kept, offered again, in conflict, deleted, stuck on a device, or back from the dead.
 */

import type { History, RestoreMark } from '../../history/index.ts'
import type { Finals } from '../finals.ts'
import type { Newer } from '../judgement.ts'
import type { RecordFate } from '../fates/fate.ts'
import { covers } from '../record-case.ts'

/** The first copy that was restored, if it was read in the audit too. */
export function restoredCopy({ restores }: History, { views }: Finals): RestoreMark | undefined {
  const restored = restores.find(({ from, state, copy }) => from === 'copy' && state === 'end' && copy !== undefined)
  const isRead = views.values().some(({ party }) => party.kind === 'copy' && party.copy === restored?.copy)
  return isRead ? restored : undefined
}

export function becameOf({ its, fresh, frontier, losses }: RecordFate, restored: RestoreMark): Newer | undefined {
  const before = frontier.filter(({ acked }) => acked && acked.at < restored.at)
  const copied = its.rows.filter(({ view: { party } }) => party.kind === 'copy' && party.copy === restored.copy)
  const isNewer = before.some((version) =>
    version.change === 'delete' ? copied.length > 0 : !copied.some(({ identity }) => covers(identity, version)),
  )
  if (fresh || !isNewer) return undefined
  const shown = its.rows.filter(({ view: { party } }) => party.kind === 'server')
  const puts = before.filter(({ change }) => change === 'put')
  if (puts.length === 0) return shown.length > 0 ? 'resurrected' : 'kept'
  if (losses.length === 0) return before.some(({ lastSent = 0 }) => lastSent > restored.at) ? 'offered again' : 'kept'
  if (shown.length > 1 || losses.some(({ finding }) => finding === 'conflict-dropped')) return 'conflict'
  const onScreen = its.rows.some(
    ({ view: { party }, identity }) =>
      party.kind === 'device' &&
      identity.is !== 'stranger' &&
      puts.some(({ place }) => place === identity.version.place),
  )
  return onScreen ? 'stuck' : 'deleted'
}
