/** A site in containers: one network, one Toxiproxy, named volumes; a service keeps its container between starts. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, uniqueName } from '../../kernel/index.ts'
import type { Link, Run, Service, Topology, Volume } from '../../site/index.ts'
import { execute } from '../execute.ts'
import { Folder } from '../folder.ts'
import { folderOf } from '../journal.ts'
import type { Links } from '../links.ts'
import { Listeners } from '../listeners.ts'
import type {
  Address,
  CleanRoom,
  Executed,
  ExecuteOptions,
  Furniture,
  LinkControl,
  Machine,
  Room,
  RunningSite,
  Scratch,
  ServiceState,
  StartOptions,
  VolumeAccess,
} from '../runtime.ts'
import { openCleanRoom } from './clean-room.ts'
import type { Container } from './container.ts'
import { executeIn } from './execute-in.ts'
import { openMachine } from './machine.ts'
import type { Mounts } from './mounts.ts'
import type { Network } from './network.ts'
import { hostService, type Wanted } from './service-container.ts'

interface Running {
  readonly version: string
  readonly container: Container
  readonly port: number
}

export interface Parts {
  readonly network: Network
  readonly links: Links
  /** What callers in containers connect to, where devices connect to the link's own address. */
  readonly inside: (link: Link) => Address
  readonly mounts: Mounts
  /** Not before all is known that happened until the services had ended. */
  readonly close: (endServices: () => Promise<void>) => Promise<void>
}

export class ContainersSite implements RunningSite {
  readonly #topology: Topology
  readonly #room: Room
  readonly #parts: Parts
  readonly #running = new Map<Service, Running>()
  readonly #listeners = new Listeners()
  /** Ends that somebody asked for: of any other, the ledger is told. */
  readonly #expected = new WeakSet<Container>()
  #closed = false

  constructor(topology: Topology, room: Room, parts: Parts) {
    this.#topology = topology
    this.#room = room
    this.#parts = parts
  }

  async start(service: Service, { version, args = [] }: StartOptions = {}): Promise<void> {
    const name = this.#topology.nameOf(service)
    const before = this.#running.get(service)
    if (before && before.container.exit === undefined) throw new Failure('bug', `service '${name}' runs already`)
    const chosen = version ?? before?.version ?? service.start
    const wanted: Wanted = { service, name, version: chosen, args, addressOf: this.#addressesFor(service) }
    const { container, port } = await hostService(this.#parts, this.#topology, this.#room, wanted, before?.container, {
      onLine: (line) => this.#hear(service, line),
      onEnd: (how) => {
        if (this.#expected.has(container) || this.#closed) return
        this.#room.onService?.({ service: name, version: chosen, state: 'failed', because: how })
      },
    })
    this.#running.set(service, { version: chosen, container, port })
    this.#expected.delete(container)
    try {
      await container.start()
    } catch (thrown) {
      this.#room.onService?.({ service: name, version: chosen, state: 'failed' })
      this.#expected.add(container)
      await container.kill()
      throw thrown
    }
    await this.#parts.links.started(service, container.neighbour(port))
    this.#room.onService?.({ service: name, version: chosen, state: 'started' })
  }

  async stop(service: Service): Promise<void> {
    await this.#end(service, 'stopped', (container) => container.stop())
  }

  async kill(service: Service): Promise<void> {
    await this.#end(service, 'killed', (container) => container.kill())
  }

  async pause(service: Service): Promise<void> {
    const { container, version } = this.#alive(service)
    await container.pause()
    this.#room.onService?.({ service: this.#topology.nameOf(service), version, state: 'paused' })
  }

  async resume(service: Service): Promise<void> {
    const { container, version } = this.#alive(service)
    await container.resume()
    this.#room.onService?.({ service: this.#topology.nameOf(service), version, state: 'resumed' })
  }

  state(service: Service): ServiceState {
    const running = this.#running.get(service)
    if (!running) return { status: 'absent', version: service.start }
    const { container, version } = running
    if (container.exit !== undefined) return { status: 'ended', version, exit: container.exit }
    return { status: container.paused ? 'paused' : 'running', version, incarnation: container.incarnation }
  }

  says(service: Service, pattern: RegExp, signal: AbortSignal): Promise<string> {
    return this.#listeners.says(service, pattern, signal)
  }

  async disconnect(service: Service): Promise<void> {
    await this.#parts.network.disconnect(this.#alive(service).container)
  }

  async connect(service: Service): Promise<void> {
    await this.#parts.network.connect(this.#alive(service).container)
  }

  isConnected(service: Service): Promise<boolean> {
    return this.#parts.network.holds(this.#alive(service).container)
  }

  address(link: Link): Address {
    return this.#parts.links.of(link).address
  }

  direct(service: Service): Address {
    const { container, port } = this.#alive(service)
    return container.addressOf(port)
  }

  link(link: Link): LinkControl {
    return this.#parts.links.of(link)
  }

  volume(volume: Volume): VolumeAccess {
    return this.#parts.mounts.of(volume)
  }

  replaceVolume(volume: Volume): Promise<{ readonly asideAs: string }> {
    return this.#parts.mounts.replace(volume)
  }

  aside(name: string): VolumeAccess {
    return this.#parts.mounts.aside(name)
  }

  scratch(): Promise<Scratch> {
    return Promise.try(() => {
      const name = uniqueName(3)
      const path = join(folderOf(this.#room.run), 'scratch', name)
      this.#room.journal.planned({ kind: 'folder', path })
      mkdirSync(path, { recursive: true })
      const folder = new Folder(name, path)
      return Object.assign(folder, { [Symbol.asyncDispose]: () => folder.remove() })
    })
  }

  execute(argv: readonly string[], { inside, atMostMs }: ExecuteOptions): Promise<Executed> {
    if (inside) return executeIn(this.#parts.network.yard.engine, this.#alive(inside).container.id, argv, atMostMs)
    const { run, journal } = this.#room
    return execute(argv, { atMostMs, cwd: folderOf(run), run, journal })
  }

  cleanRoom(service: Service, furniture: Furniture = {}): Promise<CleanRoom> {
    const { version } = this.state(service)
    return openCleanRoom(this.#parts, this.#topology, this.#room, service, version, furniture)
  }

  machine(name: string, run: Run): Promise<Machine> {
    return openMachine(this.#parts, this.#room, name, run)
  }

  /** What is left is the reaper's; services are ended here, so that the ledger is told. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.close(async () => {
      await Promise.all([...this.#running.keys()].map((service) => this.kill(service)))
      this.#closed = true
    })
  }

  #addressesFor({ links }: Service): Readonly<Record<string, Address>> {
    return Object.fromEntries(Object.entries(links).map(([callee, link]) => [callee, this.#parts.inside(link)]))
  }

  #hear(service: Service, line: string): void {
    this.#room.onLine?.(service, line)
    this.#listeners.hear(service, line)
  }

  async #end(
    service: Service,
    state: 'stopped' | 'killed',
    act: (container: Container) => Promise<void>,
  ): Promise<void> {
    const running = this.#running.get(service)
    if (!running || running.container.exit !== undefined) return
    this.#expected.add(running.container)
    await act(running.container)
    this.#room.onService?.({ service: this.#topology.nameOf(service), version: running.version, state })
  }

  #alive(service: Service): Running {
    const running = this.#running.get(service)
    if (running && running.container.exit === undefined) return running
    throw new Failure('environment', `service '${this.#topology.nameOf(service)}' does not run`)
  }
}
