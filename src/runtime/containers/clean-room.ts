/** A clean room in containers: a service of the same kind on volumes of its own, beside the site, without links. */

import { authorityOf, Failure, uniqueName } from '../../kernel/index.ts'
import type { Service, Topology, Volume } from '../../site/index.ts'
import { ADDRESS } from '../execute.ts'
import type { Address, CleanRoom, Furniture, Room, VolumeAccess } from '../runtime.ts'
import type { Yard } from './engine/yard.ts'
import { executeBeside } from './beside.ts'
import { executeIn } from './execute-in.ts'
import type { Parts } from './parts.ts'
import { withScripts } from './scripts.ts'
import { hostService, namesOf } from './service-container.ts'
import { volumeFor } from './mounts.ts'
import { EngineVolume } from './volume.ts'

/** What a service is told that its neighbour is, when the room has none: a name that means nobody. */
const NOBODY: Address = { host: 'nobody.invalid', port: 1 }

/** What a room has of each volume of the site: who shares one there, shares one here. */
const held = new WeakMap<CleanRoom, ReadonlyMap<Volume, EngineVolume>>()

/** A connection to it is refused at once. */
const NOWHERE = '255.255.255.255'

/** Whatever the site calls by name, a room finds in other rooms or not at all: it must not write to the site. */
function hostsAround(
  topology: Topology,
  service: Service,
  rooms: NonNullable<Furniture['calls']>,
): Readonly<Record<string, string>> {
  const around: Record<string, string> = {}
  for (const [name, other] of topology.services) {
    const known = Object.entries(topology.neighboursOf(service)).find(([, one]) => one === other)?.[0]
    const found = (known === undefined ? undefined : rooms[known]?.neighbour.host) ?? NOWHERE
    const host = other === service ? '127.0.0.1' : found
    for (const called of namesOf(name, other)) around[called] = host
  }
  return around
}

async function roomVolume(
  yard: Yard,
  name: string,
  own: Volume,
  content: VolumeAccess | undefined,
): Promise<EngineVolume> {
  if (!content) return volumeFor(yard, name, own)
  const made = await EngineVolume.make(yard, name)
  await made.fillFrom(content)
  return made
}

export async function openCleanRoom(
  parts: Parts,
  topology: Topology,
  room: Room,
  service: Service,
  version: string,
  { data = new Map(), calls = {}, prepare }: Furniture,
): Promise<CleanRoom> {
  const { yard } = parts.network
  const name = `${topology.nameOf(service)}-clean-${uniqueName(3)}`
  await using opened = new AsyncDisposableStack()
  const shared = new Map<Volume, EngineVolume>(
    Object.values(calls).flatMap((neighbour) => [...(held.get(neighbour) ?? [])]),
  )
  const volumes = new Map<string, EngineVolume>()
  for (const [path, own] of Object.entries(topology.mountsOf(service))) {
    const content = data.get(path)
    const known = content ? undefined : shared.get(own)
    const found = known ?? (await roomVolume(yard, `${name}-${path}`, own, content))
    if (!known) opened.defer(() => found.remove())
    volumes.set(path, found)
    shared.set(own, found)
  }
  const addressOf = Object.fromEntries(
    Object.keys(service.links).map((callee) => [callee, calls[callee]?.neighbour ?? NOBODY]),
  )
  const hosts = service.made && hostsAround(topology, service, calls)
  const wanted = { service, name, version, args: [], addressOf, volumes, ...(hosts && { hosts }) }
  const unheard = { onLine: () => undefined, onEnd: () => undefined }
  const beside = (argv: readonly string[], atMostMs: number, address?: Address) =>
    executeBeside(parts, topology, room, { ...wanted, address }, argv, atMostMs)
  await prepare?.((argv, { atMostMs }) => beside(argv, atMostMs))
  const { container, port } = await hostService(parts, topology, room, wanted, undefined, unheard)
  opened.defer(() => container.remove())
  await container.start()
  const env = { [ADDRESS]: authorityOf({ host: '127.0.0.1', port }) }
  const all = opened.move()
  const opening: CleanRoom = {
    get address() {
      return container.addressOf(port)
    },
    neighbour: service.made ? { host: container.ip, port } : container.neighbour(port),
    volume: (path) => {
      const found = volumes.get(path)
      if (!found) throw new Failure('usage', `clean room ${name}: nothing is mounted at ${path}`)
      return found
    },
    execute: async (argv, { atMostMs }) => {
      const words = await withScripts(yard.engine, container.id, argv, room.drillFolder)
      return executeIn(yard.engine, container.id, words, { atMostMs, env })
    },
    executeBeside: (argv, { atMostMs }) => beside(argv, atMostMs, container.neighbour(port)),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
  held.set(opening, shared)
  return opening
}
