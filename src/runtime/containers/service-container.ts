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
import type { Yard } from './engine/yard.ts'

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
  /** Where it finds its neighbours by name, in the place of their links. */
  readonly hosts?: Readonly<Record<string, string>>
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
  const completes = service.made?.completes ?? false
  const hosted: Hosted = { name, ready, withinMs, completes, trust, log, health, execute, ...hear }
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
  const port = portOf(topology, service, run, image)
  const own = new Map(Object.entries(topology.mountsOf(service)).map(([path, volume]) => [path, mounts.of(volume)]))
  const words = [...(run.args ?? []), ...topology.argsOf(service), ...args]
  const neighbours = Object.fromEntries(Object.entries(addressOf).map(([callee, at]) => [callee, authorityOf(at)]))
  const env = topology.envOf(service, neighbours)
  const { made } = service
  const isClean = wanted.hosts !== undefined
  const placement: Placement = {
    name: `syncdrill-${network.yard.run}-${name}-${uniqueName(2)}`,
    image: image.name,
    imageId: image.id,
    network: network.name,
    alias: name.toLowerCase(),
    ports: port > 0 ? [port] : [],
    // What a file says of its environment is all that there is.
    env: made ? env : { PORT: String(port), ...env },
    mounts: wanted.volumes ?? own,
    ...(words.length > 0 && { args: words }),
    ...(made && {
      made,
      ...(made.entrypoint && { entry: made.entrypoint }),
      // A clean room is nobody's neighbour, whatever it is called.
      ...(!isClean && { aliases: made.aliases }),
      hosts: wanted.hosts ?? hostsOf(topology, service, addressOf),
      ...(!isClean && Object.keys(service.links).length > 0 && { locals: [network.localOfCaller()] }),
    }),
  }
  return { placement, port, health: image.health }
}

/** All but the name: with the same of these, a start is one of the same container. */
function recipeOf({ image, env, args, mounts, ports, hosts }: Placement): string {
  const volumes = [...(mounts ?? [])].map(([path, { id }]) => [path, id])
  return JSON.stringify([image, env, args, volumes, ports, hosts])
}

/** Its neighbours by all their names, each at the link that leads there. */
function hostsOf(
  topology: Topology,
  { calls }: Service,
  addressOf: Wanted['addressOf'],
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [callee, { host }] of Object.entries(addressOf)) {
    const neighbour = calls[callee]
    const local = [...topology.services].find(([, one]) => one === neighbour)
    if (local) for (const name of namesOf(...local)) found[name] = host
  }
  return found
}

/** All names by which it is found on the network. */
export const namesOf = (name: string, { made }: Service): readonly string[] => [name, ...(made?.aliases ?? [])]

/** Of each link, the port at which it must listen: a neighbour's own, where a compose file knows it by its name. */
export async function portsOfEdges(yard: Yard, topology: Topology): Promise<readonly (number | undefined)[]> {
  const ports = topology.edges.map(async ({ from, to }) => {
    const [, callee] = [...topology.services].find(([, service]) => service === to) ?? []
    if (!from?.made || !callee) return undefined
    const run = runOf(topology.nameOf(callee), callee, callee.start)
    return portOf(topology, callee, run, await imageOf(yard, run))
  })
  return Promise.all(ports)
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

/** 0 where it has none that is known, and nobody of the drill connects to it. */
function portOf(topology: Topology, service: Service, { port }: Run, { name: image, exposes }: Image): number {
  if (port !== undefined) return port
  const [only, ...others] = exposes
  if (only !== undefined && others.length === 0) return only
  const isReached =
    [...topology.clients.values()].some((client) => client.service === service) ||
    topology.edges.some(({ from, to }) => from && to === service)
  if (service.made && !isReached) return 0
  const found = exposes.join(', ') || 'none'
  const name = topology.nameOf(service)
  throw new Failure('usage', `service '${name}': port: image '${image}' exposes ${found}, so expected one to be named`)
}
