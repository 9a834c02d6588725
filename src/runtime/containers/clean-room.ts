/** A clean room in containers: a service of the same kind on volumes of its own, beside the site, without links. */

import { Failure, uniqueName } from '../../kernel/index.ts'
import type { Service, Topology } from '../../site/index.ts'
import type { Address, CleanRoom, Furniture, Room } from '../runtime.ts'
import { executeIn } from './execute-in.ts'
import type { Parts } from './parts.ts'
import { hostService } from './service-container.ts'
import { EngineVolume } from './volume.ts'

/** What a service is told that its neighbour is, when the room has none: a name that means nobody. */
const NOBODY: Address = { host: 'nobody.invalid', port: 1 }

export async function openCleanRoom(
  parts: Parts,
  topology: Topology,
  room: Room,
  service: Service,
  version: string,
  { data = new Map(), calls = {} }: Furniture,
): Promise<CleanRoom> {
  const { yard } = parts.network
  const name = `${topology.nameOf(service)}-clean-${uniqueName(3)}`
  await using opened = new AsyncDisposableStack()
  const volumes = new Map<string, EngineVolume>()
  for (const path of Object.keys(topology.mountsOf(service))) {
    const made = await EngineVolume.make(yard, `${name}-${path}`)
    opened.defer(() => made.remove())
    volumes.set(path, made)
    const content = data.get(path)
    if (content) await made.fillFrom(content)
  }
  const addressOf = Object.fromEntries(
    Object.keys(service.links).map((callee) => [callee, calls[callee]?.neighbour ?? NOBODY]),
  )
  const wanted = { service, name, version, args: [], addressOf, volumes }
  const unheard = { onLine: () => undefined, onEnd: () => undefined }
  const { container, port } = await hostService(parts, topology, room, wanted, undefined, unheard)
  opened.defer(() => container.remove())
  await container.start()
  const all = opened.move()
  return {
    address: container.addressOf(port),
    neighbour: container.neighbour(port),
    volume: (path) => {
      const found = volumes.get(path)
      if (!found) throw new Failure('usage', `clean room ${name}: nothing is mounted at ${path}`)
      return found
    },
    execute: (argv, { atMostMs }) => executeIn(yard.engine, container.id, argv, atMostMs),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
