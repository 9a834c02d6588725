/** A copy counts only once it was restored somewhere else and read there. */

import type { EngineBackup } from '../backups/index.ts'
import { reasonOf } from '../kernel/index.ts'
import type { Stage } from './stage.ts'
import { wireTo } from './wires.ts'

/** Writes down what a clean room shows of the copy, or why none can be made of it. */
export async function tryCopy(
  { topology, ledger, site, fleet, signal }: Stage,
  { backup, copy }: { readonly backup: EngineBackup; readonly copy: string },
  when: 'gate' | 'final',
): Promise<void> {
  const scene = { site, topology }
  const serving = await backup.engine
    .cleanRoom(scene, copy)
    .catch((thrown: unknown) => ({ is: 'unusable' as const, damage: undefined, because: reasonOf(thrown) }))
  if (serving.is === 'unusable') {
    ledger.append({ is: 'clean room', copy, finding: serving.damage ?? 'unusable', because: serving.because })
    return
  }
  await using room = serving
  await using wire = wireTo(room.address, signal)
  await fleet.copyViews(copy, wire, when)
  ledger.append({ is: 'clean room', copy, finding: 'sound' })
}
