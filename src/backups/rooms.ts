/** Clean rooms for a copy: a service of its own to bring it back into, and before it whatever devices would reach. */

import { Failure } from '../kernel/index.ts'
import type { CleanRoom, Furniture } from '../runtime/index.ts'
import type { Service, Topology } from '../site/index.ts'
import type { BackupScene, CleanCopy, CopyDamage } from './engine.ts'

/** Why a copy cannot be brought back. */
export interface Refusal {
  readonly because: string
  readonly damage?: CopyDamage
}

/** `fill` brings the copy into the service's room, or says why it cannot; services that it calls have rooms too. */
export async function serveFrom(
  { site, topology }: BackupScene,
  of: Service,
  furniture: Furniture,
  fill: (room: CleanRoom) => Promise<Refusal | undefined>,
): Promise<CleanCopy> {
  const reader = readerOf(topology, of)
  await using opened = new AsyncDisposableStack()
  const rooms = new Map<Service, CleanRoom>()
  const open = async (service: Service, own: Furniture = {}): Promise<CleanRoom> => {
    const known = rooms.get(service)
    if (known) return known
    const calls: Record<string, CleanRoom> = {}
    for (const [name, callee] of Object.entries(topology.neighboursOf(service))) {
      const local = [...topology.services.values()].find((one) => one === callee)
      if (local) calls[name] = await open(local)
    }
    const room = opened.use(await site.cleanRoom(service, { ...own, calls }))
    rooms.set(service, room)
    return room
  }
  const refusal = await fill(await open(of, furniture))
  if (refusal) return { is: 'unusable', ...refusal }
  const { address, execute } = await open(reader)
  const kept = opened.move()
  return { is: 'serving', address, execute, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** The service through which devices reach it: itself, or one that calls it, or calls one that does. */
function readerOf(topology: Topology, of: Service): Service {
  const reaches = (service: Service): boolean =>
    service === of ||
    [...topology.services.values()].some(
      (one) => Object.values(topology.neighboursOf(service)).includes(one) && reaches(one),
    )
  const reached = new Set([...topology.clients.values()].map((client) => client.service))
  if (reached.has(of)) return of
  const reader = [...topology.services.values()].find((service) => reached.has(service) && reaches(service))
  if (reader) return reader
  const name = topology.nameOf(of)
  throw new Failure('usage', `a backup of '${name}': expected a service that devices reach and that calls it, got none`)
}
