/**
 * A container as testcontainers makes it, with what its builder has no words for: the run's labels and name, an alias
 * from the first moment, ports on the address by which they are reached, and somebody who listens from the start.
 */

import { GenericContainer, type StartedTestContainer } from 'testcontainers'
import type { Made } from '../../site/index.ts'
import type { EngineVolume } from './volume.ts'
import type { Yard } from './engine/yard.ts'

export interface Placement {
  /** As the engine calls it. */
  readonly name: string
  readonly image: string
  /** Where it is told which image a service ran from. */
  readonly imageId?: string
  readonly network: string
  readonly alias: string
  /** Other names of it. */
  readonly aliases?: readonly string[]
  /** Link-local addresses of it, besides the one that the network gives it. */
  readonly locals?: readonly string[]
  /** Addresses of names that it is to find before any other's. */
  readonly hosts?: Readonly<Record<string, string>>
  /** Published, each on a free port of the engine's machine. */
  readonly ports: readonly number[]
  readonly entry?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly mounts?: ReadonlyMap<string, EngineVolume>
  readonly made?: Pick<Made, 'files' | 'config' | 'host'>
}

/** How it stands on the network of the run. */
export function endpointOf({ alias, aliases = [], locals = [] }: Placement): object {
  return { Aliases: [alias, ...aliases], ...(locals.length > 0 && { IPAMConfig: { LinkLocalIPs: [...locals] } }) }
}

/** It counts as started when the engine says so: who waits, for what and how long, is `readiness.ts`. */
const AT_ONCE = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => AT_ONCE,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
}

export class Placed extends GenericContainer {
  readonly #yard: Yard
  readonly #name: string
  readonly #listen: (id: string) => Promise<void>

  /** `listen` is called with the container's id before it is started. */
  constructor(yard: Yard, placement: Placement, listen: (id: string) => Promise<void>) {
    super(placement.image)
    const { name, network, ports, entry, args, env, mounts, hosts = {}, made } = placement
    this.#yard = yard
    this.#name = name
    this.#listen = listen
    this.withName(name)
    this.withLabels({ ...yard.labels })
    this.withAutoCleanup(false)
    this.withNetworkMode(network)
    this.withWaitStrategy(AT_ONCE)
    if (env) this.withEnvironment({ ...env })
    if (entry) this.withEntrypoint([...entry])
    if (args) this.withCommand([...args])
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [network]: endpointOf(placement) } }
    if (made) {
      Object.assign(this.createOpts, made.config)
      Object.assign(this.hostConfig, made.host)
      this.withCopyContentToContainer(
        made.files.map(({ path: target, content, mode }) => ({ content: Buffer.from(content), target, mode })),
      )
    }
    const found = Object.entries(hosts).map(([host, address]) => `${host}:${address}`)
    if (found.length > 0)
      this.hostConfig.ExtraHosts = [...((this.hostConfig.ExtraHosts as string[] | undefined) ?? []), ...found]
    this.withExposedPorts(...ports)
    const HostIp = yard.engine.reach.publishOn
    this.hostConfig.PortBindings = Object.fromEntries(ports.map((port) => [`${port}/tcp`, [{ HostIp, HostPort: '' }]]))
    this.hostConfig.Mounts = [...(mounts ?? [])].map(([Target, { id: Source, isBare }]) => ({
      Type: 'volume',
      Source,
      Target,
      // A volume that is gone comes back empty, and is still the run's.
      VolumeOptions: { NoCopy: isBare, Labels: { ...yard.labels }, DriverConfig: { Name: 'local', Options: {} } },
    }))
  }

  override async start(): Promise<StartedTestContainer> {
    this.#yard.journal.planned({ kind: 'container', name: this.#name })
    return await super.start()
  }

  protected override async containerCreated(id: string): Promise<void> {
    this.#yard.journal.made({ kind: 'container', name: this.#name, id })
    await this.#listen(id)
  }
}
