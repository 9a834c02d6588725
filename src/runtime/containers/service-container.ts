/** Which container a start of a service means: the one that it had, or, where anything about it differs, another. */

import { join } from 'node:path'
import { authorityOf, Failure, uniqueName } from '../../kernel/index.ts'
import type { Run, Service, Topology } from '../../site/index.ts'
import type { Address, Room } from '../runtime.ts'
import { furnish, trustIn } from '../tls/trust.ts'
import { Container, type Hosted } from './container.ts'
import { imageOf, type Image } from './engine/images.ts'
import type { Placement } from './placed.ts'
import type { Parts } from './parts.ts'
import type { EngineVolume } from './volume.ts'

export interface Wanted {
  readonly service: Service
  /** Of the service, or of a clean room. */
  readonly name: string
  readonly version: string
  readonly args: readonly string[]
  readonly addressOf: Readonly<Record<string, Address>>
  /** In the place of the site's own. */
  readonly volumes?: ReadonlyMap<string, EngineVolume>
}

export interface HostedService {
  readonly container: Container
  readonly port: number
}

export async function hostService(
  parts: Parts,
  topology: Topology,
  room: Room,
  wanted: Wanted,
  before: Container | undefined,
  hear: Pick<Hosted, 'onLine' | 'onEnd'>,
): Promise<HostedService> {
  const { service, name } = wanted
  const { placement, port } = await placementOf(parts, topology, wanted)
  await furnish(service, parts.certificates, (path) => placement.mounts?.get(path))
  if (before && recipeOf(before.placement) === recipeOf(placement)) return { container: before, port }
  await before?.remove()
  const { ready, withinMs } = service
  const trust = trustIn(service, parts.certificates)
  const hosted: Hosted = { name, ready, withinMs, trust, log: join(room.logs, `${name}.log`), ...hear }
  return { container: new Container(parts.network.yard, placement, hosted), port }
}

/** The container that a start of it needs; its image is made or pulled where it is not there. */
export async function placementOf(
  { network, mounts }: Parts,
  topology: Topology,
  wanted: Wanted,
): Promise<{ readonly placement: Placement; readonly port: number }> {
  const { service, name, version, args, addressOf } = wanted
  const run = runOf(name, service, version)
  const image = await imageOf(network.yard, run)
  const port = portOf(name, run, image)
  const own = new Map(Object.entries(topology.mountsOf(service)).map(([path, volume]) => [path, mounts.of(volume)]))
  const words = [...(run.args ?? []), ...topology.argsOf(service), ...args]
  const neighbours = Object.fromEntries(Object.entries(addressOf).map(([callee, at]) => [callee, authorityOf(at)]))
  const placement: Placement = {
    name: `syncdrill-${network.yard.run}-${name}-${uniqueName(2)}`,
    image: image.name,
    network: network.name,
    alias: name.toLowerCase(),
    ports: [port],
    env: { PORT: String(port), ...topology.envOf(service, neighbours) },
    mounts: wanted.volumes ?? own,
    ...(words.length > 0 && { args: words }),
  }
  return { placement, port }
}

/** All but the name: with the same of these, a start is one of the same container. */
function recipeOf({ image, env, args, mounts, ports }: Placement): string {
  const volumes = [...(mounts ?? [])].map(([path, { id }]) => [path, id])
  return JSON.stringify([image, env, args, volumes, ports])
}

function runOf(name: string, { versions }: Service, version: string): Run {
  const run = versions[version]
  if (run?.image) return run
  throw new Failure('usage', `service '${name}': version '${version}' has no image, which the containers runtime needs`)
}

function portOf(name: string, { port }: Run, { name: image, exposes }: Image): number {
  if (port !== undefined) return port
  const [only, ...others] = exposes
  if (only !== undefined && others.length === 0) return only
  const found = exposes.join(', ') || 'none'
  throw new Failure('usage', `service '${name}': port: image '${image}' exposes ${found}, so expected one to be named`)
}
