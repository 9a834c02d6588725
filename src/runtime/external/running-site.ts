/** A site that somebody else runs: its links are ours, and nothing else. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, uniqueName } from '../../kernel/index.ts'
import type { ExternalAddress, Link, Remote, Topology } from '../../site/index.ts'
import { execute } from '../execute.ts'
import { Folder } from '../folder.ts'
import { folderOf } from '../journal.ts'
import type { Links } from '../links.ts'
import { lookedUp } from '../looked-up.ts'
import type {
  Address,
  Executed,
  ExecuteOptions,
  LinkControl,
  Room,
  RunningSite,
  Scratch,
  ServiceState,
  Undo,
} from '../runtime.ts'
import type { Usage } from '../usage.ts'

interface Parts {
  readonly links: Links
  readonly stopProxy: () => Promise<void>
}

/** What asks for more is refused when it is planned; whoever comes here all the same is a bug of ours. */
const notOurs = (what: string) => (): never => {
  throw new Failure('bug', `the external runtime cannot ${what}, because nothing of the service is ours`)
}

export class ExternalSite implements RunningSite {
  readonly #topology: Topology
  readonly #room: Room
  readonly #parts: Parts
  readonly start = notOurs('start a service')
  readonly stop = notOurs('stop a service')
  readonly kill = notOurs('kill a service')
  readonly crash = notOurs('kill a service')
  readonly settled = notOurs('watch a supervisor')
  readonly pause = notOurs('pause a service')
  readonly resume = notOurs('resume a service')
  readonly says = notOurs('read the log of a service')
  readonly disconnect = notOurs('take a service off the network')
  readonly connect = notOurs('take a service off the network')
  readonly isConnected = notOurs('take a service off the network')
  readonly volume = notOurs('reach a volume')
  readonly replaceVolume = notOurs('replace a volume')
  readonly aside = notOurs('reach a volume')
  readonly cleanRoom = notOurs('make a clean room')
  readonly machine = notOurs('start a container')
  readonly state: (service: Remote) => ServiceState = notOurs('see the state of a service')

  constructor(topology: Topology, room: Room, parts: Parts) {
    this.#topology = topology
    this.#room = room
    this.#parts = parts
  }

  /** Of services that are not ours, nobody can tell. */
  usage(): ReadonlyMap<string, Usage> {
    return new Map()
  }

  /** Known as what it leads to is. */
  address(link: Link): Address {
    const own = this.#parts.links.of(link).address
    const [, at] = [...this.#topology.external].find(([remote]) => remote.link === link) ?? []
    return at ? { ...own, ...knownAs(at) } : own
  }

  direct(remote: Remote): Address {
    const at = this.#topology.external.get(remote)
    if (!at) throw new Failure('usage', 'a service is used that has no address')
    return { host: at.host, port: at.port, ...knownAs(at) }
  }

  link(link: Link): LinkControl {
    return this.#parts.links.of(link)
  }

  /** On the harness's own machine: a command of the drill's author. */
  execute(argv: readonly string[], { inside, beside, atMostMs, input }: ExecuteOptions): Promise<Executed> {
    if (inside ?? beside) return notOurs('run a command in a service')()
    const { run, journal, drillFolder } = this.#room
    const cwd = folderOf(run)
    return execute(lookedUp(argv, drillFolder ?? cwd), { atMostMs, cwd, run, journal, input })
  }

  atEnd(argv: readonly string[]): Undo {
    const { journal, run, drillFolder } = this.#room
    const id = uniqueName(3)
    journal.undo(id, lookedUp(argv, drillFolder ?? folderOf(run)))
    return { cancel: () => journal.undone(id) }
  }

  scratch(): Promise<Scratch> {
    const name = uniqueName(3)
    const path = join(folderOf(this.#room.run), name)
    this.#room.journal.planned({ kind: 'folder', path })
    mkdirSync(path, { recursive: true })
    const folder = new Folder(name, path)
    return Promise.resolve(Object.assign(folder, { [Symbol.asyncDispose]: () => folder.remove() }))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.stopProxy()
  }
}

function knownAs({ host, port, isSecure, authority }: ExternalAddress): Pick<Address, 'authority' | 'known'> {
  return { known: { host, port, isSecure }, ...(authority !== undefined && { authority }) }
}
