/** Clean rooms for copies of a database: a server of its own, and before it the service that devices would reach. */

import { Failure } from '../../kernel/index.ts'
import type { CleanRoom, VolumeAccess } from '../../runtime/index.ts'
import type { Service, Topology } from '../../site/index.ts'
import type { BackupScene, CleanCopy } from '../engine.ts'
import type { Refusal } from './dumps.ts'

/** `fill` brings the copy into the room's database, or says why it cannot. */
export async function serveFrom(
  { site, topology }: BackupScene,
  database: Service,
  data: ReadonlyMap<string, VolumeAccess>,
  fill: (room: CleanRoom) => Promise<Refusal | undefined>,
): Promise<CleanCopy> {
  const { service, name } = callerOf(topology, database)
  await using opened = new AsyncDisposableStack()
  const below = opened.use(await site.cleanRoom(database, { data }))
  const refusal = await fill(below)
  if (refusal) return { is: 'unusable', ...refusal }
  const room = opened.use(await site.cleanRoom(service, { calls: { [name]: below } }))
  const kept = opened.move()
  return { is: 'serving', address: room.address, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** The service through which devices reach it, and what that one calls it. */
function callerOf(topology: Topology, database: Service): { readonly service: Service; readonly name: string } {
  const reached = new Set([...topology.clients.values()].map((client) => client.service))
  for (const service of topology.services.values()) {
    const [name] = Object.entries(service.calls).find(([, callee]) => callee === database) ?? []
    if (name !== undefined && reached.has(service)) return { service, name }
  }
  const of = topology.nameOf(database)
  throw new Failure('usage', `a backup of '${of}': expected a service that devices reach and that calls it, got none`)
}
