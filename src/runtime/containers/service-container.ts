/** Which container a start of a service means: the one that it had, or, where anything about it differs, another. */

import { join } from 'node:path'
import { authorityOf, Failure, uniqueName } from '../../kernel/index.ts'
import { signsOf, type Run, type Service, type Topology } from '../../site/index.ts'
import type { Address, Room } from '../runtime.ts'
import { ADDRESS } from '../execute.ts'
import { furnish, trustIn } from '../tls/trust.ts'
import { Container, type Hosted } from './container.ts'
import { imageOf, type Image } from './engine/images.ts'
import { executeIn } from './execute-in.ts'
import type { Placement } from './placed.ts'
import type { Parts } from './parts.ts'
import { withScripts } from './scripts.ts'
import type { EngineVolume } from './volume.ts'

export interface Wanted {
  readonly service: Service
  /** Of the service, or of a clean room. */
  readonly name: string
  readonly version: string
  readonly args: readonly string[]
  readonly addressOf: Readonly<Record<string, Address>>
  /** Another container, even where the one before would do. */
  readonly fresh?: boolean
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
  const { service, name, fresh = false } = wanted
  const { placement, port, health } = await placementOf(parts, topology, wanted)
  await furnish(service, parts.certificates, (path) => placement.mounts?.get(path))
  if (before && !fresh && recipeOf(before.placement) === recipeOf(placement)) return { container: before, port }
  await before?.remove()
  const { ready, withinMs } = service
  const { yard } = parts.network
  const trust = trustIn(service, parts.certificates)
  const env = { [ADDRESS]: authorityOf({ host: '127.0.0.1', port }) }
  const execute: Hosted['execute'] = async (id, argv, { atMostMs }) => {
    const words = await withScripts(yard.engine, id, argv, room.drillFolder)
    return await executeIn(yard.engine, id, words, { atMostMs, env })
  }
  const log = join(room.logs, `${name}.log`)
  const hosted: Hosted = { name, ready, withinMs, trust, log, health, execute, ...hear }
  return { container: new Container(yard, placement, hosted), port }
}

interface Placing {
  readonly placement: Placement
  readonly port: number
  /** Of its image. */
  readonly health: readonly string[] | undefined
}

/** The container that a start of it needs; its image is made or pulled where it is not there. */
export async function placementOf({ network, mounts }: Parts, topology: Topology, wanted: Wanted): Promise<Placing> {
  const { service, name, version, args, addressOf } = wanted
  const run = runOf(name, service, version)
  const image = await imageOf(network.yard, run)
  refuseWithoutHealth(name, service, image)
  const port = portOf(name, run, image)
  const own = new Map(Object.entries(topology.mountsOf(service)).map(([path, volume]) => [path, mounts.of(volume)]))
  const words = [...(run.args ?? []), ...topology.argsOf(service), ...args]
  const neighbours = Object.fromEntries(Object.entries(addressOf).map(([callee, at]) => [callee, authorityOf(at)]))
  const placement: Placement = {
    name: `syncdrill-${network.yard.run}-${name}-${uniqueName(2)}`,
    image: image.name,
    imageId: image.id,
    network: network.name,
    alias: name.toLowerCase(),
    ports: [port],
    env: { PORT: String(port), ...topology.envOf(service, neighbours) },
    mounts: wanted.volumes ?? own,
    ...(words.length > 0 && { args: words }),
  }
  return { placement, port, health: image.health }
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

function refuseWithoutHealth(name: string, { ready }: Service, { name: image, health }: Image): void {
  if (health || !signsOf(ready).some((sign) => 'health' in sign)) return
  const wants = 'expected an image with a health check of its own (HEALTHCHECK)'
  throw new Failure('usage', `service '${name}': ready: health: ${wants}, got '${image}', which has none`)
}

function portOf(name: string, { port }: Run, { name: image, exposes }: Image): number {
  if (port !== undefined) return port
  const [only, ...others] = exposes
  if (only !== undefined && others.length === 0) return only
  const found = exposes.join(', ') || 'none'
  throw new Failure('usage', `service '${name}': port: image '${image}' exposes ${found}, so expected one to be named`)
}
