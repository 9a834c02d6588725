/**
 * A container as testcontainers makes it, with what its builder has no words for: the run's labels and name, an alias
 * from the first moment, ports on the address by which they are reached, and somebody who listens from the start.
 */

import { GenericContainer, type StartedTestContainer } from 'testcontainers'
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
  /** Published, each on a free port of the engine's machine. */
  readonly ports: readonly number[]
  readonly entry?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly mounts?: ReadonlyMap<string, EngineVolume>
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
    const { name, network, alias, ports, entry, args, env, mounts } = placement
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
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [network]: { Aliases: [alias] } } }
    this.withExposedPorts(...ports)
    const HostIp = yard.engine.reach.publishOn
    this.hostConfig.PortBindings = Object.fromEntries(ports.map((port) => [`${port}/tcp`, [{ HostIp, HostPort: '' }]]))
    this.hostConfig.Mounts = [...(mounts ?? [])].map(([Target, { id: Source }]) => ({
      Type: 'volume',
      Source,
      Target,
      // A volume that is gone comes back empty, and is still the run's.
      VolumeOptions: { NoCopy: false, Labels: { ...yard.labels }, DriverConfig: { Name: 'local', Options: {} } },
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
