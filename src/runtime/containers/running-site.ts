/** A site in containers: one network, one Toxiproxy, named volumes; a service keeps its container between starts. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { authorityOf, uniqueName } from '../../kernel/index.ts'
import type { Link, Run, Service, Topology, Volume } from '../../site/index.ts'
import { trustAt } from '../tls/trust.ts'
import type { End } from '../end.ts'
import { ADDRESS, execute } from '../execute.ts'
import { Folder } from '../folder.ts'
import { folderOf } from '../journal.ts'
import { Incarnations } from '../incarnations.ts'
import { lookedUp } from '../looked-up.ts'
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
  StartOptions,
  VolumeAccess,
} from '../runtime.ts'
import { executeBeside } from './beside.ts'
import { openCleanRoom } from './clean-room.ts'
import type { Container } from './container.ts'
import { executeIn } from './execute-in.ts'
import { openMachine } from './machine.ts'
import type { Parts } from './parts.ts'
import { withScripts } from './scripts.ts'
import { hostService, type Wanted } from './service-container.ts'

export class ContainersSite extends Incarnations<Container> implements RunningSite {
  readonly #parts: Parts
  /** Where each of them listens, inside. */
  readonly #ports = new Map<Service, number>()

  constructor(topology: Topology, room: Room, parts: Parts) {
    super(topology, room)
    this.#parts = parts
  }

  protected async launch(service: Service, options: StartOptions): Promise<void> {
    const { version: asked, args = [], fresh = false, ...start } = options
    const name = this.topology.nameOf(service)
    const { version, before } = this.next(service, asked)
    const wanted: Wanted = { service, name, version, args, fresh, addressOf: this.#addressesFor(service) }
    const { onLine, onEnd } = this.ears(service, version, () => container)
    const ears = {
      onLine,
      onEnd: (end: End) => {
        onEnd(end)
        this.#parts.links.ended(service).catch(() => undefined)
      },
    }
    const hosted = await hostService(this.#parts, this.topology, this.room, wanted, before, ears)
    const container: Container = hosted.container
    this.#ports.set(service, hosted.port)
    await this.begin(service, { version, ...start }, container, async () => {
      await container.start()
      container.measure()
      if (hosted.port > 0) await this.#parts.links.started(service, container.neighbour(hosted.port))
    })
  }

  /**
   * A link that leads to a name which nobody has any more waits for the engine to find that out, for many seconds where
   * no name server answers, and Toxiproxy with it: links are led nowhere first.
   */
  override async kill(service: Service): Promise<void> {
    await this.#leave(service)
    await super.kill(service)
  }

  override async crash(service: Service): Promise<void> {
    await this.#leave(service)
    await super.crash(service)
  }

  override async stop(service: Service): Promise<void> {
    await this.#leave(service)
    await super.stop(service)
  }

  async disconnect(service: Service): Promise<void> {
    const { own } = this.alive(service)
    await this.#leave(service)
    await this.#parts.network.disconnect(own)
  }

  async connect(service: Service): Promise<void> {
    const { own } = this.alive(service)
    await this.#parts.network.connect(own)
    await this.#parts.links.started(service, own.neighbour(this.#ports.get(service) ?? 0))
  }

  isConnected(service: Service): Promise<boolean> {
    return this.#parts.network.holds(this.alive(service).own)
  }

  address(link: Link): Address {
    const { links, certificates } = this.#parts
    return { ...links.of(link).address, ...trustAt(link, this.topology, certificates) }
  }

  direct(service: Service): Address {
    return this.alive(service).own.addressOf(this.#ports.get(service) ?? 0)
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
      const path = join(folderOf(this.room.run), 'scratch', name)
      this.room.journal.planned({ kind: 'folder', path })
      mkdirSync(path, { recursive: true })
      const folder = new Folder(name, path)
      return Object.assign(folder, { [Symbol.asyncDispose]: () => folder.remove() })
    })
  }

  async execute(argv: readonly string[], { inside, beside, atMostMs, input }: ExecuteOptions): Promise<Executed> {
    if (inside) {
      const { own } = this.alive(inside)
      const env = { [ADDRESS]: authorityOf({ host: '127.0.0.1', port: this.#ports.get(inside) ?? 0 }) }
      const { engine } = this.#parts.network.yard
      const words = await withScripts(engine, own.id, argv, this.room.drillFolder)
      return executeIn(engine, own.id, words, { atMostMs, env })
    }
    if (beside) return this.#executeBeside(beside, argv, atMostMs)
    const { run, journal, drillFolder } = this.room
    const cwd = folderOf(run)
    return execute(lookedUp(argv, drillFolder ?? cwd), { atMostMs, cwd, run, journal, input })
  }

  cleanRoom(service: Service, furniture: Furniture = {}): Promise<CleanRoom> {
    const { version } = this.state(service)
    return openCleanRoom(this.#parts, this.topology, this.room, service, version, furniture)
  }

  machine(name: string, run: Run): Promise<Machine> {
    return openMachine(this.#parts, this.room, name, run)
  }

  /** What is left is the reaper's; services are ended here, so that the ledger is told. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.close(() => this.killAll())
  }

  /** An engine or a proxy that is gone leads nobody anywhere. */
  async #leave(service: Service): Promise<void> {
    if (this.state(service).incarnation !== undefined) await this.#parts.links.ended(service).catch(() => undefined)
  }

  #executeBeside(service: Service, argv: readonly string[], atMostMs: number): Promise<Executed> {
    const name = this.topology.nameOf(service)
    const { version, incarnation } = this.state(service)
    const address =
      incarnation === undefined ? undefined : this.alive(service).own.neighbour(this.#ports.get(service) ?? 0)
    const wanted = { service, name, version, args: [], addressOf: this.#addressesFor(service), address }
    return executeBeside(this.#parts, this.topology, this.room, wanted, argv, atMostMs)
  }

  #addressesFor({ links }: Service): Readonly<Record<string, Address>> {
    return Object.fromEntries(Object.entries(links).map(([callee, link]) => [callee, this.#parts.inside(link)]))
  }
}
