/** What is wrong with an injury before anything starts, wherever a step has it. */

import type { Injury } from '../faults/index.ts'
import { checkShares, demand } from '../steps/demand.ts'
import type { Place } from '../steps/step.ts'

/** The fleet works before the disaster; only copies may already be rotting. */
export function checkInjury(injury: Injury, { act, topology }: Place): void {
  for (const target of injury.on) if (target.is === 'devices') checkShares(target)
  if (act !== 'before') return
  const live = injury.on.find(
    (target) => target.is !== 'backup' && !(target.is === 'volume' && topology.usersOf(target).length === 0),
  )
  demand(live === undefined, 'before', 'injuries to backups only', `${injury.name} on a ${live?.is}`)
}
