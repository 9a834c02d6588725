/** The site with names: every handle of a declaration, found by walking it, and the name it goes by in the ledger. */

import { Failure, reasonOf, withheld } from '../kernel/index.ts'
import { isExternal, type ExternalAddress } from './external.ts'
import { secretsIn } from './told-secrets.ts'
import type { Additions, Backup, Client, Domain, Link, Named, Remote, Service, Site, Volume } from './site.ts'

export type Handle = Domain | Volume | Link | Remote | Backup | Client

export interface Edge {
  readonly name: string
  readonly link: Link
  /** Undefined: the devices. */
  readonly from: Service | undefined
  readonly to: Remote
}

export class Topology {
  readonly site: Site
  readonly services: ReadonlyMap<string, Service>
  readonly remotes: ReadonlyMap<string, Remote>
  readonly volumes: ReadonlyMap<string, Volume>
  readonly domains: ReadonlyMap<string, Domain>
  readonly backups: ReadonlyMap<string, Backup>
  readonly clients: ReadonlyMap<string, Client>
  readonly edges: readonly Edge[]
  /**
   * Of a site that somebody else runs: where each of its services is that devices reach, as far as that was said.
   * Nothing else of it is ours. Empty for any other site.
   */
  readonly external: ReadonlyMap<Remote, ExternalAddress | undefined>
  readonly #names = new Map<Handle, string>()

  /** `addresses`: of services by name, which are then taken for somebody else's, and the whole site with them. */
  constructor(site: Site, addresses: Named<ExternalAddress> = {}) {
    this.site = site
    this.domains = this.#named('domain', site.domains)
    this.remotes = this.#named('service', site.services)
    this.backups = this.#named('backup', site.backups)
    this.clients = this.#named('client', site.clients)
    this.external = this.#externalOf(addresses)
    const own = [...this.remotes].filter((entry): entry is [string, Service] => entry[1].is === 'service')
    this.services = new Map(this.external.size > 0 ? [] : own)
    this.volumes = this.#allVolumes(site)
    this.edges = this.#allEdges()
    this.#check()
  }

  /** The name of a handle of this site. Throws a usage `Failure` for a handle of another site. */
  nameOf(handle: Handle): string {
    const name = this.#names.get(handle)
    if (name === undefined) {
      throw new Failure('usage', `a ${handle.is} is used that the site does not declare: add it to site({...})`)
    }
    return name
  }

  /** Services whose data lies on the volume, with the path at which it is mounted. */
  usersOf(volume: Volume): readonly { readonly service: Service; readonly path: string }[] {
    return [...this.services.values()].flatMap((service) =>
      Object.entries(service.data).flatMap(([path, used]) => (used === volume ? [{ service, path }] : [])),
    )
  }

  /** Everything that the service reaches as folders, by path: its data, and where backups of it lie. */
  mountsOf(service: Service): { readonly [path: string]: Volume } {
    const added = this.#additionsTo(service).flatMap(({ mounts }) => Object.entries(mounts))
    return { ...service.data, ...Object.fromEntries(added) }
  }

  /** Every service that it reaches or starts after, by the name that it knows it by. */
  neighboursOf(service: Service): { readonly [name: string]: Remote } {
    const awaited = (service.after ?? []).map((one) => [this.nameOf(one), one] as const)
    return { ...Object.fromEntries(awaited), ...service.calls }
  }

  /** Added to the command of each of its versions. */
  argsOf(service: Service): readonly string[] {
    return this.#additionsTo(service).flatMap(({ args }) => args)
  }

  /**
   * What backups add, and what it declares, given the addresses of its neighbours. Throws a usage `Failure` when its
   * `env` throws, or answers anything but texts; undefined is left out.
   */
  envOf(service: Service, addressOf: Named<string>): Named<string> {
    const added = this.#additionsTo(service).map(({ env }) => env ?? {})
    const own = Object.entries(this.#declaredEnv(service, addressOf)).filter(([, value]) => value !== undefined)
    const odd = own.find(([, value]) => typeof value !== 'string')
    if (odd) throw this.#oddEnv(service, `env: ${odd[0]}: expected a text, got ${String(odd[1])}`)
    const env = Object.assign({}, ...added, Object.fromEntries(own)) as Named<string>
    for (const secret of secretsIn(env)) withheld.learn(secret)
    return env
  }

  /** Everything that is lost with the domain. */
  within(domain: Domain): { readonly services: readonly Service[]; readonly volumes: readonly Volume[] } {
    return {
      services: [...this.services.values()].filter((service) => service.in.includes(domain)),
      volumes: [...this.volumes.values()].filter((volume) => volume.in.includes(domain)),
    }
  }

  /**
   * In waves: who calls nobody and starts after nobody, then who calls or awaits only these, and so on. Throws a usage
   * `Failure` for a circle.
   */
  inOrderOfCalls(): readonly (readonly Service[])[] {
    const waves: Service[][] = []
    const before = new Set<Remote>()
    const waiting = new Set(this.services.values())
    while (waiting.size > 0) {
      const ready = [...waiting].filter(({ calls, after = [] }) =>
        [...Object.values(calls), ...after].every((callee) => callee.is === 'remote' || before.has(callee)),
      )
      if (ready.length === 0) throw new Failure('usage', 'site: services call each other in a circle')
      waves.push(ready)
      for (const service of ready) {
        waiting.delete(service)
        before.add(service)
      }
    }
    return waves
  }

  /** Throws a usage `Failure` where only some services are somebody else's, and for an address of none. */
  #externalOf(addresses: Named<ExternalAddress>): ReadonlyMap<Remote, ExternalAddress | undefined> {
    const names = [...this.remotes.keys()]
    const unknown = Object.keys(addresses).find((name) => !names.includes(name))
    if (unknown !== undefined) {
      throw new Failure('usage', `--address: expected a service of the site (${names.join(', ')}), got '${unknown}'`)
    }
    const remotes = [...this.remotes]
    const declared = remotes.some(([, remote]) => remote.is === 'remote')
    if (!declared && Object.keys(addresses).length === 0) return new Map()
    const reached = new Set([...this.clients.values()].map(({ service }) => service))
    const found = remotes.flatMap(([name, remote]): (readonly [Remote, ExternalAddress | undefined])[] => {
      const at = addresses[name] ?? (isExternal(remote) ? remote.at : undefined)
      if (!at && declared && remote.is === 'service') {
        const expected = 'expected external(...) beside external services: one runtime cannot start some and not others'
        throw new Failure('usage', `site: service '${name}': ${expected}, got service({...})`)
      }
      return at || reached.has(remote) ? [[remote, at]] : []
    })
    return new Map(found)
  }

  #declaredEnv(service: Service, addressOf: Named<string>): Named<unknown> {
    try {
      return { ...service.env(addressOf) }
    } catch (thrown) {
      throw this.#oddEnv(service, `env threw: ${reasonOf(thrown)}`, thrown)
    }
  }

  #oddEnv(service: Service, why: string, cause?: unknown): Failure {
    return new Failure('usage', `site: service '${this.nameOf(service)}': ${why}`, { cause })
  }

  #additionsTo(service: Service): readonly Additions[] {
    return [...this.backups.values()].flatMap(({ of, adds }) => (of === service && adds ? [adds] : []))
  }

  #named<H extends Handle>(kind: string, handles: { readonly [name: string]: H } | undefined): ReadonlyMap<string, H> {
    const named = new Map(Object.entries(handles ?? {}))
    for (const [name, handle] of named) {
      if (!(this.site.composed ? /^[A-Za-z0-9][A-Za-z0-9._-]*$/ : /^[a-z][A-Za-z0-9-]*$/).test(name)) {
        throw new Failure('usage', `site: ${kind} '${name}': expected a name of letters and digits that begins small`)
      }
      if (this.#names.has(handle)) {
        throw new Failure('usage', `site: ${kind} '${name}' is the same value as '${this.#names.get(handle)}'`)
      }
      this.#names.set(handle, name)
    }
    return named
  }

  /** Declared ones by their names, others by their first user: `sync:/data`. */
  #allVolumes(site: Site): ReadonlyMap<string, Volume> {
    const declared = this.#named('volume', site.volumes)
    const volumes = new Map(this.external.size > 0 ? [] : declared)
    for (const [name, service] of this.services) {
      for (const [path, used] of Object.entries(service.data)) {
        if (this.#names.has(used)) continue
        this.#names.set(used, `${name}:${path}`)
        volumes.set(`${name}:${path}`, used)
      }
    }
    return volumes
  }

  #allEdges(): readonly Edge[] {
    const edges: Edge[] = []
    const add = (edge: Edge) => {
      edges.push(edge)
      this.#names.set(edge.link, edge.name)
    }
    for (const [name, remote] of this.remotes) {
      if (this.external.size > 0 && !this.external.has(remote)) continue
      add({ name, link: remote.link, from: undefined, to: remote })
    }
    for (const [name, caller] of this.services) {
      for (const [callee, link] of Object.entries(caller.links)) {
        const to = caller.calls[callee]
        if (to) add({ name: `${name}->${callee}`, link, from: caller, to })
      }
    }
    return edges
  }

  /** What a declaration points at must be part of it. */
  #check(): void {
    for (const client of this.clients.values()) this.nameOf(client.service)
    for (const backup of this.backups.values()) {
      this.nameOf(backup.of)
      if (backup.to) this.nameOf(backup.to)
      for (const mounted of Object.values(backup.adds?.mounts ?? {})) this.nameOf(mounted)
    }
    for (const [name, service] of this.services) this.#checkMounts(name, service)
    for (const edge of this.edges) this.nameOf(edge.to)
    for (const placed of [...this.services.values(), ...this.volumes.values()]) {
      for (const domain of placed.in) this.nameOf(domain)
    }
  }

  /** Two backups that put their copies at one path would each find the other's. */
  #checkMounts(name: string, service: Service): void {
    const added = this.#additionsTo(service).flatMap(({ mounts }) => Object.keys(mounts))
    const paths = [...Object.keys(service.data), ...added]
    const twice = paths.find((path, place) => paths.indexOf(path) !== place)
    if (twice === undefined) return
    throw new Failure(
      'usage',
      `site: service '${name}': expected one volume at ${twice}, got two: it has two such backups`,
    )
  }
}
