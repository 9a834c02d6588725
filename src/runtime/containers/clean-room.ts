/** A clean room in containers: a service of the same kind on volumes of its own, beside the site, without links. */

import { authorityOf, Failure, uniqueName } from '../../kernel/index.ts'
import type { Service, Topology } from '../../site/index.ts'
import { ADDRESS } from '../execute.ts'
import type { Address, CleanRoom, Furniture, Room } from '../runtime.ts'
import { executeBeside } from './beside.ts'
import { executeIn } from './execute-in.ts'
import type { Parts } from './parts.ts'
import { withScripts } from './scripts.ts'
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
  { data = new Map(), calls = {}, prepare }: Furniture,
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
  const beside = (argv: readonly string[], atMostMs: number, address?: Address) =>
    executeBeside(parts, topology, room, { ...wanted, address }, argv, atMostMs)
  await prepare?.((argv, { atMostMs }) => beside(argv, atMostMs))
  const { container, port } = await hostService(parts, topology, room, wanted, undefined, unheard)
  opened.defer(() => container.remove())
  await container.start()
  const env = { [ADDRESS]: authorityOf({ host: '127.0.0.1', port }) }
  const all = opened.move()
  return {
    address: container.addressOf(port),
    neighbour: container.neighbour(port),
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
}
