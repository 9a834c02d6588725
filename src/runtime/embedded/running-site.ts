/** A site on the embedded runtime: child processes on loopback, folders, and a proxy between. */

import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, uniqueName } from '../../kernel/index.ts'
import type { Link, Service, Topology, Volume } from '../../site/index.ts'
import { folderOf } from '../journal.ts'
import type {
  Address,
  CleanRoom,
  Execute,
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
import { Folder } from '../folder.ts'
import { Incarnations } from '../incarnations.ts'
import type { Certificates } from '../tls/certificates.ts'
import { furnish, trustAt } from '../tls/trust.ts'
import type { Links } from '../links.ts'
import { OwnFolder } from './own-folder.ts'
import { Programs, type Place } from './programs.ts'
import type { ServiceProcess } from './service-process.ts'

export interface EmbeddedParts {
  readonly links: Links
  /** Undefined where no service speaks TLS. */
  readonly certificates: Certificates | undefined
  readonly stopProxy: () => Promise<void>
}

export class EmbeddedSite extends Incarnations<ServiceProcess> implements RunningSite {
  readonly #links: Links
  readonly #certificates: Certificates | undefined
  readonly #programs: Programs
  readonly #owns = new Map<Service, OwnFolder>()
  readonly #stopProxy: () => Promise<void>
  readonly #root: string
  readonly #volumes: ReadonlyMap<Volume, Folder>
  readonly #asides = new Map<string, Folder>()
  readonly disconnect = noNetwork
  readonly connect = noNetwork
  readonly isConnected = noNetwork

  constructor(topology: Topology, room: Room, { links, certificates, stopProxy }: EmbeddedParts) {
    super(topology, room)
    this.#links = links
    this.#certificates = certificates
    this.#programs = new Programs(topology, room, certificates)
    this.#stopProxy = stopProxy
    this.#root = folderOf(room.run)
    this.#volumes = new Map([...topology.volumes].map(([name, volume]) => [volume, this.#makeFolder(name)]))
  }

  protected async launch(service: Service, options: StartOptions): Promise<void> {
    const { version: wanted, args = [], fresh = false, ...start } = options
    const name = this.topology.nameOf(service)
    const { version } = this.next(service, wanted)
    const ears = this.ears(service, version, () => process)
    if (fresh) this.#dropOwn(service)
    const place = this.#placeOf(service, version)
    await furnish(service, this.#certificates, (path) => place.folders.get(path))
    const process: ServiceProcess = await this.#programs.spawn({ ...place, name, args, ears })
    await this.begin(service, { version, ...start }, process, async () => {
      await process.untilReady()
      await this.#links.started(service, process.address)
    })
  }

  address(link: Link): Address {
    return { ...this.#links.of(link).address, ...trustAt(link, this.topology, this.#certificates) }
  }

  direct(service: Service): Address {
    return this.alive(service).own.address
  }

  link(link: Link): LinkControl {
    return this.#links.of(link)
  }

  volume(volume: Volume): VolumeAccess {
    return this.#folder(volume)
  }

  replaceVolume(volume: Volume): Promise<{ readonly asideAs: string }> {
    return Promise.try(() => {
      const folder = this.#folder(volume)
      const asideAs = `${folder.name}, set aside ${this.#asides.size + 1}`
      const path = join(this.#root, 'aside', String(this.#asides.size + 1))
      mkdirSync(join(this.#root, 'aside'), { recursive: true })
      mkdirSync(folder.path, { recursive: true })
      renameSync(folder.path, path)
      mkdirSync(folder.path)
      this.#asides.set(asideAs, new Folder(asideAs, path))
      return { asideAs }
    })
  }

  aside(name: string): VolumeAccess {
    const folder = this.#asides.get(name)
    if (!folder) throw new Failure('bug', `nothing was set aside as '${name}'`)
    return folder
  }

  execute(argv: readonly string[], { inside, beside, atMostMs, input }: ExecuteOptions): Promise<Executed> {
    return Promise.try(() => {
      if (inside) this.alive(inside)
      const service = inside ?? beside
      if (!service) return this.#programs.execute(argv, { atMostMs, input })
      const { incarnation, version } = this.state(service)
      const place = this.#placeOf(service, version)
      const address = incarnation === undefined ? undefined : this.direct(service)
      return this.#programs.executeAt({ ...place, ...(address && { address }) }, argv, { atMostMs })
    })
  }

  scratch(): Promise<Scratch> {
    const folder = this.#makeFolder(join('scratch', uniqueName(3)))
    return Promise.resolve(Object.assign(folder, { [Symbol.asyncDispose]: () => folder.remove() }))
  }

  async cleanRoom(service: Service, furniture: Furniture = {}): Promise<CleanRoom> {
    const { data = new Map<string, VolumeAccess>(), calls = {}, prepare } = furniture
    const name = `${this.topology.nameOf(service)}-clean-${uniqueName(3)}`
    const mounts = Object.keys(this.topology.mountsOf(service))
    const folders = new Map(mounts.map((path) => [path, this.#makeFolder(join(name, path.replaceAll('/', '_')))]))
    for (const [path, from] of data) await from.copyTo(folders.get(path)?.path ?? '')
    await furnish(service, this.#certificates, (path) => folders.get(path))
    const addressOf = Object.fromEntries(Object.entries(calls).map(([callee, room]) => [callee, room.neighbour]))
    const version = this.state(service).version
    await using opened = new AsyncDisposableStack()
    opened.defer(async () => {
      for (const folder of folders.values()) await folder.remove()
    })
    const own = new OwnFolder(join(this.#root, 'own', name))
    opened.defer(() => own.remove())
    const place: Place = { service, version, folders, own, addressOf }
    await prepare?.((argv, limits) => this.#programs.executeAt(place, argv, limits))
    const ears = { onLine: () => undefined, onEnd: () => undefined }
    const process = await this.#programs.spawn({ ...place, name, ears })
    opened.defer(() => process.kill())
    await process.untilReady()
    const inRoom: Execute = (argv, limits) =>
      this.#programs.executeAt({ ...place, address: process.address }, argv, limits)
    const all = opened.move()
    return {
      address: process.address,
      neighbour: process.address,
      volume: (path) => folders.get(path) ?? new Folder(path, join(this.#root, 'nowhere')),
      execute: inRoom,
      executeBeside: inRoom,
      [Symbol.asyncDispose]: () => all.disposeAsync(),
    }
  }

  machine(name: string): Promise<Machine> {
    throw new Failure('environment', `the embedded runtime has no machine for '${name}': it has no containers`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.killAll()
    await this.#stopProxy()
  }

  #addressesFor({ links }: Service): Readonly<Record<string, Address>> {
    return Object.fromEntries(Object.entries(links).map(([callee, link]) => [callee, this.address(link)]))
  }

  #placeOf(service: Service, version: string): Place {
    const addressOf = this.#addressesFor(service)
    return { service, version, folders: this.#foldersOf(service), own: this.#ownOf(service), addressOf }
  }

  #ownOf(service: Service): OwnFolder {
    const own = this.#owns.get(service) ?? new OwnFolder(join(this.#root, 'own', this.topology.nameOf(service)))
    this.#owns.set(service, own)
    return own
  }

  /** The next one is made when it is asked for. */
  #dropOwn(service: Service): void {
    this.#ownOf(service).remove()
    this.#owns.delete(service)
  }

  #folder(volume: Volume): Folder {
    const folder = this.#volumes.get(volume)
    if (!folder) throw new Failure('usage', 'a volume is used that the site does not declare')
    return folder
  }

  #foldersOf(service: Service): ReadonlyMap<string, Folder> {
    const mounts = Object.entries(this.topology.mountsOf(service))
    return new Map(mounts.map(([path, volume]) => [path, this.#folder(volume)]))
  }

  #makeFolder(name: string): Folder {
    const path = join(this.#root, 'volumes', name.replaceAll(':', '_').replaceAll('/', '_'))
    this.room.journal.planned({ kind: 'folder', path })
    mkdirSync(path, { recursive: true })
    return new Folder(name, path)
  }
}

function noNetwork(): Promise<never> {
  throw new Failure('environment', 'the embedded runtime cannot take a service off the network: it has none of its own')
}
