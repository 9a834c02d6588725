/** A site on the embedded runtime: child processes on loopback, folders, and a proxy between. */

import { mkdirSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { authorityOf, Failure, uniqueName } from '../../kernel/index.ts'
import { PORT, type Link, type Service, type Topology, type Volume } from '../../site/index.ts'
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
import { ADDRESS, execute } from '../execute.ts'
import { Folder } from '../folder.ts'
import { Incarnations } from '../incarnations.ts'
import type { Certificates } from '../tls/certificates.ts'
import { furnish, trustAt, trustIn } from '../tls/trust.ts'
import type { Links } from '../links.ts'
import { lookedUp } from '../looked-up.ts'
import { freePort } from './free-port.ts'
import { realPath } from './paths.ts'
import { ServiceProcess, surroundings, type Listener } from './service-process.ts'

/** Where a service or a command beside it runs: in the site itself, or in a clean room. */
interface Place {
  readonly folders: ReadonlyMap<string, Folder>
  readonly addressOf: Readonly<Record<string, Address>>
  /** Its own, while it runs. */
  readonly address?: Address
}

/** One start of a service. */
interface Spawning extends Place {
  readonly service: Service
  readonly name: string
  readonly version: string
  readonly args?: readonly string[]
  readonly ears: Listener
}

interface Executing {
  readonly folders: ReadonlyMap<string, Folder>
  readonly atMostMs: number
  readonly env?: Readonly<Record<string, string>>
}

export interface EmbeddedParts {
  readonly links: Links
  /** Undefined where no service speaks TLS. */
  readonly certificates: Certificates | undefined
  readonly stopProxy: () => Promise<void>
}

export class EmbeddedSite extends Incarnations<ServiceProcess> implements RunningSite {
  readonly #links: Links
  readonly #certificates: Certificates | undefined
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
    this.#stopProxy = stopProxy
    this.#root = folderOf(room.run)
    this.#volumes = new Map([...topology.volumes].map(([name, volume]) => [volume, this.#makeFolder(name)]))
  }

  async start(service: Service, { version: wanted, args = [], because }: StartOptions = {}): Promise<void> {
    const name = this.topology.nameOf(service)
    const { version } = this.next(service, wanted)
    const addressOf = this.#addressesFor(service)
    const ears = this.ears(service, version, () => process)
    const folders = this.#foldersOf(service)
    await furnish(service, this.#certificates, (path) => folders.get(path))
    const process: ServiceProcess = await this.#spawn({ service, name, version, args, folders, addressOf, ears })
    await this.begin(service, { version, because }, process, async () => {
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

  execute(argv: readonly string[], { inside, beside, atMostMs }: ExecuteOptions): Promise<Executed> {
    return Promise.try(() => {
      if (inside) this.alive(inside)
      const service = inside ?? beside
      if (!service) return this.#execute(argv, { folders: new Map(), atMostMs })
      const isUp = this.state(service).incarnation !== undefined
      const at = { folders: this.#foldersOf(service), addressOf: this.#addressesFor(service) }
      return this.#executeAt(service, { ...at, ...(isUp && { address: this.direct(service) }) }, argv, atMostMs)
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
    const place = { folders, addressOf }
    await prepare?.((argv, { atMostMs }) => this.#executeAt(service, place, argv, atMostMs))
    const ears = { onLine: () => undefined, onEnd: () => undefined }
    const process = await this.#spawn({ service, name, version, folders, addressOf, ears })
    opened.defer(() => process.kill())
    await process.untilReady()
    const inRoom: Execute = (argv, { atMostMs }) =>
      this.#executeAt(service, { ...place, address: process.address }, argv, atMostMs)
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

  /** As a process of this service would be run, but for what marks it as the service itself. */
  #executeAt(
    service: Service,
    { folders, addressOf, address }: Place,
    argv: readonly string[],
    atMostMs: number,
  ): Promise<Executed> {
    const env = {
      ...surroundings(),
      PORT: String(address?.port ?? 0),
      ...this.#envOf(service, { folders, addressOf }),
      ...(address && { [ADDRESS]: authorityOf(address) }),
    }
    return this.#execute(argv, { folders, atMostMs, env })
  }

  #execute(argv: readonly string[], { folders, ...limits }: Executing): Promise<Executed> {
    const real = this.#realWords(argv, folders)
    return execute(real, { ...limits, cwd: this.#root, run: this.room.run, journal: this.room.journal })
  }

  #envOf(service: Service, { folders, addressOf }: Place): Readonly<Record<string, string>> {
    const neighbours = Object.fromEntries(Object.entries(addressOf).map(([to, at]) => [to, authorityOf(at)]))
    const env = Object.entries(this.topology.envOf(service, neighbours))
    return Object.fromEntries(env.map(([key, value]) => [key, realPath(value, folders)]))
  }

  #addressesFor({ links }: Service): Readonly<Record<string, Address>> {
    return Object.fromEntries(Object.entries(links).map(([callee, link]) => [callee, this.address(link)]))
  }

  async #spawn({ service, name, version, args = [], folders, addressOf, ears }: Spawning): Promise<ServiceProcess> {
    const { command, args: own = [], cwd } = service.versions[version] ?? {}
    if (!command) {
      const wants = `version '${version}' has no command, which the embedded runtime needs`
      throw new Failure('usage', `service '${name}': ${wants}`)
    }
    const words = [...command, ...own, ...this.topology.argsOf(service), ...args]
    const { listens } = service
    const port = listens === 'PORT' ? await freePort() : undefined
    const withPort = (text: string) => (port === undefined ? text : text.replaceAll(PORT, `${port}`))
    const env = Object.entries(this.#envOf(service, { folders, addressOf }))
    const where = resolve(this.room.drillFolder ?? this.#root, cwd ?? '')
    this.room.journal.planned({ kind: 'process', label: name })
    const process = new ServiceProcess(
      {
        name,
        run: this.room.run,
        cwd: cwd === undefined ? this.#root : where,
        listens,
        port,
        ready: service.ready,
        withinMs: service.withinMs,
        trust: trustIn(service, this.#certificates),
        log: join(this.room.logs, `${name}.log`),
        argv: this.#realWords(words, folders, where).map(withPort),
        env: Object.fromEntries(env.map(([key, value]) => [key, withPort(value)])),
      },
      ears,
    )
    const { pid, started } = process
    if (pid > 0) this.room.journal.made({ kind: 'process', label: name, pid, started })
    return process
  }

  #realWords(
    words: readonly string[],
    folders: ReadonlyMap<string, Folder>,
    where = this.room.drillFolder ?? this.#root,
  ): readonly string[] {
    return lookedUp(words, where).map((word) => realPath(word, folders))
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
