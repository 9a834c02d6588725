/** Programs on this machine that run as a service's own: the service itself, and commands in it or beside it. */

import { join, resolve } from 'node:path'
import { authorityOf, Failure } from '../../kernel/index.ts'
import { PORT, type Service, type Topology } from '../../site/index.ts'
import { ADDRESS, execute } from '../execute.ts'
import type { Folder } from '../folder.ts'
import { folderOf } from '../journal.ts'
import { lookedUp } from '../looked-up.ts'
import type { Address, Executed, Room } from '../runtime.ts'
import type { Certificates } from '../tls/certificates.ts'
import { trustIn } from '../tls/trust.ts'
import type { OwnFolder } from './own-folder.ts'
import { realPath } from './paths.ts'
import { ServiceProcess, surroundings, type Listener } from './service-process.ts'

type Folders = ReadonlyMap<string, Folder>

/** Where a service or a command beside it runs: in the site itself, or in a clean room. */
export interface Place {
  readonly service: Service
  readonly version: string
  readonly folders: Folders
  readonly own: OwnFolder
  readonly addressOf: Readonly<Record<string, Address>>
  /** Its own, while it runs. */
  readonly address?: Address
}

/** One start of a service. */
interface Spawning extends Place {
  /** Of the service, or of a clean room. */
  readonly name: string
  readonly args?: readonly string[]
  readonly ears: Listener
}

interface Limits {
  readonly atMostMs: number
  readonly input?: string | undefined
}

export class Programs {
  readonly #topology: Topology
  readonly #room: Room
  readonly #certificates: Certificates | undefined

  /** Undefined where no service speaks TLS: `certificates`. */
  constructor(topology: Topology, room: Room, certificates: Certificates | undefined) {
    this.#topology = topology
    this.#room = room
    this.#certificates = certificates
  }

  /** On this machine, and of no service. */
  execute(argv: readonly string[], { atMostMs, input }: Limits): Promise<Executed> {
    const { run, journal } = this.#room
    return execute(lookedUp(argv, this.#drillFolder), { atMostMs, cwd: folderOf(run), run, journal, input })
  }

  /** As a process of this service would be run, but for what marks it as the service itself. */
  executeAt(place: Place, argv: readonly string[], { atMostMs }: Limits): Promise<Executed> {
    const { run, journal } = this.#room
    const { address, folders } = place
    const env = {
      ...this.#envOf(place, address?.port),
      ...(address && { [ADDRESS]: authorityOf(address) }),
    }
    const words = this.#realWords(argv, folders, this.#drillFolder)
    return execute(words, { atMostMs, env, cwd: this.#folderOf(place), run, journal })
  }

  /** Journalled before it is there. */
  spawn(spawning: Spawning): Promise<ServiceProcess> {
    const { service, name, version, args = [], folders, ears } = spawning
    const { run, journal, logs } = this.#room
    const { command, args: own = [], cwd } = service.versions[version] ?? {}
    if (!command) {
      const wants = `version '${version}' has no command, which the embedded runtime needs`
      throw new Failure('usage', `service '${name}': ${wants}`)
    }
    const words = [...command, ...own, ...this.#topology.argsOf(service), ...args]
    const argv = this.#realWords(words, folders, resolve(this.#drillFolder, cwd ?? ''))
    const { listens, ready, withinMs } = service
    return ServiceProcess.start(
      {
        name,
        run,
        cwd: this.#folderOf(spawning),
        listens,
        ready,
        withinMs,
        trust: trustIn(service, this.#certificates),
        log: join(logs, `${name}.log`),
        commandAt: (port) => ({
          argv: argv.map((word) => withPort(word, port)),
          env: this.#envOf(spawning, port),
        }),
        execute: (asked, limits, address) => this.executeAt({ ...spawning, address }, asked, limits),
        onPlanned: () => journal.planned({ kind: 'process', label: name }),
        onMade: (pid, started) => journal.made({ kind: 'process', label: name, pid, started }),
      },
      ears,
    )
  }

  get #drillFolder(): string {
    return this.#room.drillFolder ?? folderOf(this.#room.run)
  }

  /** A folder that is named is the user's own. */
  #folderOf({ service, version, own }: Place): string {
    const { cwd } = service.versions[version] ?? {}
    return cwd === undefined ? own.work : resolve(this.#drillFolder, cwd)
  }

  /** All of it. A port that was chosen for it stands in its own words too. */
  #envOf({ service, folders, addressOf, own }: Place, port: number | undefined): Readonly<Record<string, string>> {
    const neighbours = Object.fromEntries(Object.entries(addressOf).map(([to, at]) => [to, authorityOf(at)]))
    const declared = Object.entries(this.#topology.envOf(service, neighbours))
    const chosen = service.listens === 'PORT' ? port : undefined
    const real = declared.map(([key, value]) => [key, withPort(realPath(value, folders), chosen)] as const)
    const places = { HOME: own.home, TMPDIR: own.temporary }
    return { ...surroundings(), ...places, PORT: `${port ?? 0}`, ...Object.fromEntries(real) }
  }

  #realWords(words: readonly string[], folders: Folders, where: string): readonly string[] {
    return lookedUp(words, where).map((word) => realPath(word, folders))
  }
}

const withPort = (text: string, port: number | undefined): string =>
  port === undefined ? text : text.replaceAll(PORT, `${port}`)
