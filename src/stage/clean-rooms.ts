/** A copy counts only once it was restored somewhere else and read there. */

import type { EngineBackup } from '../backups/index.ts'
import { Failure, reasonOf } from '../kernel/index.ts'
import { makeAccountsIn } from './accounts.ts'
import type { Stage } from './stage.ts'
import { wireTo } from './wires.ts'

/** Writes down what a clean room shows of the copy, or why none can be made of it. */
export async function tryCopy(
  stage: Stage,
  { backup, copy }: { readonly backup: EngineBackup; readonly copy: string },
  when: 'gate' | 'final',
): Promise<void> {
  const { topology, ledger, site, fleet, signal } = stage
  const scene = { site, topology }
  const serving = await backup.engine
    .cleanRoom(scene, copy)
    .catch((thrown: unknown) => ({ is: 'unusable' as const, damage: undefined, because: reasonOf(thrown) }))
  if (serving.is === 'unusable') {
    ledger.append({ is: 'clean room', copy, finding: serving.damage ?? 'unusable', because: serving.because })
    return
  }
  await using room = serving
  const unmade = await makeAccountsIn(stage, room).catch((thrown: unknown) => {
    if (thrown instanceof Failure && thrown.class === 'environment') return thrown
    throw thrown
  })
  // What is no mistake of whoever wrote the adapter is the copy's: nobody can sign in to it.
  if (unmade) return void ledger.append({ is: 'clean room', copy, finding: 'unusable', because: unmade.message })
  await using wire = wireTo(room.address, signal)
  await fleet.copyViews(copy, wire, when)
  ledger.append({ is: 'clean room', copy, finding: 'sound' })
}
