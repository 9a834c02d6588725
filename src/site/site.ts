/** The declared site: plain values. A value is its own handle, and its name is its key in `site({...})`. */

import * as z from 'zod'
import { aFunction, aPattern, aText, declared, made, members, named, texts } from '../kernel/declared.ts'
import { Failure, msOf, type Duration } from '../kernel/index.ts'
import type { Composed, Made, Origin } from './container.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import {
  listensShape,
  PORT,
  readyShape,
  restartShape,
  runShape,
  startsShape,
  type Listens,
  type Readiness,
  type Restart,
  type Run,
  type Starts,
} from './starting.ts'
import type { CollectionName } from '../records/index.ts'

/** What a failure domain is made of. */
export type DomainKind = 'host' | 'site' | 'provider' | 'credential'

/** Something that fails as a whole: everything placed `in` it is lost together. */
export interface Domain {
  readonly is: 'domain'
  readonly kind: DomainKind
}

/** A disk that services keep their data on: a folder on the embedded runtime, a named volume in containers. */
export interface Volume {
  readonly is: 'volume'
  readonly in: readonly Domain[]
  /** It stands for a folder of the project: begins with what is there, if anything, and shows nothing of an image. */
  readonly folder?: { readonly from: string | undefined }
}

/** An edge through a proxy. Its address never moves, whatever happens behind it. */
export interface Link {
  readonly is: 'link'
}

/** Something we can talk to, but not stop, upgrade or damage: a vendor's system is only this. */
export interface Remote {
  readonly is: 'remote' | 'service'
  readonly link: Link
}

export type Neighbours = { readonly [name: string]: Remote }

/** Ours to run. `V` its versions, `M` the moments it announces in its log, `N` the services it calls. */
export interface Service<
  V extends string = string,
  M extends string = string,
  N extends Neighbours = Neighbours,
> extends Remote {
  readonly is: 'service'
  readonly versions: Readonly<Record<V, Run>>
  readonly start: V
  readonly data: { readonly [path: string]: Volume }
  readonly calls: N
  readonly links: { readonly [K in keyof N]: Link }
  /** A method, so that a service with neighbours is a service. */
  env(addressOf: { readonly [K in keyof N]: string }): { readonly [name: string]: string }
  readonly ready: Readiness
  readonly listens: Listens | undefined
  readonly starts: Starts
  readonly restart: Restart | undefined
  /** How long a start may take until it is ready. */
  readonly withinMs: number
  readonly milestones: Readonly<Record<M, RegExp>>
  /** Where it says which build it is; asked before and after an upgrade. */
  readonly build: { readonly http: string } | undefined
  /** What is run inside a standby that is to take over: argv, never a shell. */
  readonly promotion: readonly string[] | undefined
  /** It speaks TLS: where it looks for its certificate and key. */
  readonly tls: string | undefined
  readonly in: readonly Domain[]
  /** Whom it starts after, besides those that it calls. */
  readonly after?: readonly Service[]
  /** Of a service from a compose file: how its container is made, and where it comes from. */
  readonly made?: Made
  readonly origin?: Origin
}

/** What an engine can restore. Asking for more does not compile. */
export type Ability = 'by collection' | 'by account' | 'point in time'

/** What a backup adds to the service that it copies: where its copies lie, and how the service is told. */
export interface Additions {
  /** Volumes that it must reach besides its own data, by path. */
  readonly mounts: { readonly [path: string]: Volume }
  /** Appended to its command; paths are those of `mounts`. */
  readonly args: readonly string[]
  /** Added to its environment. */
  readonly env?: { readonly [name: string]: string }
}

/** A way of taking copies. How it is done is the engine's own (`backups/`); the site knows what it touches. */
export interface Backup<A extends Ability = Ability> {
  readonly is: 'backup'
  readonly can: readonly A[]
  readonly of: Service | Volume | Remote
  readonly to: Volume | undefined
  readonly adds?: Additions
  /** Drill milliseconds between two scheduled copies. */
  readonly everyMs?: number
  /** Generations that are kept. */
  readonly keep?: number
}

/** How devices of these collections reach a service. */
export interface Client<C extends CollectionName = CollectionName> {
  readonly is: 'client'
  readonly carries: readonly C[]
  readonly service: Remote
  readonly link: Link
}

export type Named<T> = { readonly [name: string]: T }

/** What runs in a drill, by name: `site({ services, clients, volumes, domains, backups })`. */
export interface Site {
  readonly services: Named<Remote>
  readonly clients: Named<Client>
  readonly volumes?: Named<Volume>
  readonly domains?: Named<Domain>
  readonly backups?: Named<Backup>
  /** Where it comes from, if from a compose file. */
  readonly composed?: Composed
}

const placed = z.array(made<Domain>('a domain, from domain(...)', 'domain'), { error: 'a list of domains' })
const aVolume = made<Volume>('a volume, from volume()', 'volume')
const aRemote = made<Remote>('a service, from service({...})', 'service', 'remote')

const serviceShape = members('{ versions, start, data, ready, ... }', {
  versions: named('versions by their names', runShape),
  start: aText,
  data: named('volumes by their paths', aVolume).exactOptional(),
  calls: named('services by their names', aRemote).exactOptional(),
  env: aFunction.exactOptional(),
  ready: z.unknown(),
  listens: listensShape.exactOptional(),
  starts: startsShape.exactOptional(),
  restart: restartShape.exactOptional(),
  milestones: named('regular expressions by their names', aPattern).exactOptional(),
  build: members('{ http }', { http: aText }).exactOptional(),
  promotion: texts.exactOptional(),
  tls: aText.exactOptional(),
  within: aText.exactOptional(),
  in: placed.exactOptional(),
})

const siteShape = members('{ services, clients, ... }', {
  services: named('services by their names', aRemote),
  clients: named('clients by their names', made<Client>('a client of a service: acme(sync)', 'client')),
  volumes: named('volumes by their names', aVolume).exactOptional(),
  domains: named('domains by their names', made<Domain>('a domain, from domain(...)', 'domain')).exactOptional(),
  backups: named('backups by their names', made<Backup>('a backup, such as pgDump({...})', 'backup')).exactOptional(),
  composed: z.unknown().optional(),
})

/**
 * A failure domain: `destroy` and other damage can take everything that is placed `in` it at once.
 * @example
 * const berlin = domain('site')
 * const disk = volume({ in: [berlin] })
 */
export function domain(kind: DomainKind): Domain {
  declared(
    'domain',
    kind,
    z.enum(['host', 'site', 'provider', 'credential'], { error: 'host, site, provider or credential' }),
  )
  return { is: 'domain', kind }
}

/**
 * A disk, which may stand in failure domains.
 * @example
 * const disk = volume({ in: [domain('host')] })
 */
export function volume(options: { readonly in?: readonly Domain[] } = {}): Volume {
  declared('volume', options, members('{ in }', { in: placed.exactOptional() }))
  return { is: 'volume', in: options.in ?? [] }
}

export interface ServiceOptions<V extends string, M extends string, N extends Neighbours> {
  readonly versions: Readonly<Record<V, Run>>
  readonly start: NoInfer<V>
  readonly data?: { readonly [path: string]: Volume }
  readonly calls?: N
  readonly env?: (addressOf: { readonly [K in keyof N]: string }) => { readonly [name: string]: string }
  readonly ready: Readiness
  /** Embedded. Left out, it gets `PORT=0` and prints `listening on http://127.0.0.1:41234`. */
  readonly listens?: Listens
  /** `'with the drill'`, where it is left out. */
  readonly starts?: Starts
  /** It has a supervisor. Left out, whatever ends it has ended it. */
  readonly restart?: Restart
  /** How long a start may take until it is ready; a minute where it is left out. */
  readonly within?: Duration
  readonly milestones?: Readonly<Record<M, RegExp>>
  readonly build?: { readonly http: string }
  readonly promotion?: readonly string[]
  /**
   * It speaks TLS. A folder in which `certificate.pem` and `key.pem` of the run's own authority lie when it starts,
   * with `authority.pem` beside them; devices trust that authority. Like paths of `data`, it may stand in the command.
   */
  readonly tls?: string
  readonly in?: readonly Domain[]
}

/**
 * A service of yours, in one or more versions. `data` says which volume stands at which path; `calls` which other
 * services it calls, each through a link, and `env` what it is told of their addresses; `milestones` are lines of its
 * log that a drill can wait for; `build` is where it answers with its version, `promotion` the command that makes a
 * replica the primary. It must be ready `within` a minute, unless you say otherwise. Throws a usage error that names
 * the member that is wrong.
 * @example
 * const sync = service({
 *   versions: { '4.2': { command: ['node', 'server.js', '--data', '/data'], image: 'acme/sync:4.2' } },
 *   start: '4.2',
 *   data: { '/data': volume() },
 *   ready: { http: '/health' },
 * })
 */
export function service<V extends string, M extends string = never, N extends Neighbours = {}>(
  options: ServiceOptions<V, M, N>,
): Service<V, M, N> {
  declared('service', options, serviceShape)
  declared('service: ready', options.ready, readyShape(options.ready))
  const { versions, start, data = {}, calls = {} as N, env = () => ({}), ready, tls, in: domains = [] } = options
  for (const [name, { command = [] }] of Object.entries<Run>(versions)) {
    if (options.listens === 'PORT' || !command.some((word) => word.includes(PORT))) continue
    throw new Failure('usage', `service: versions: '${name}': command: expected listens: 'PORT' beside ${PORT}`)
  }
  if (tls !== undefined && (!tls.startsWith('/') || tls in data)) {
    throw new Failure('usage', `service: tls: expected the path of a folder of its own, such as /tls, got '${tls}'`)
  }
  return {
    is: 'service',
    link: { is: 'link' },
    versions,
    start,
    data: tls === undefined ? data : { ...data, [tls]: volume() },
    calls,
    env,
    ready,
    listens: options.listens,
    starts: options.starts ?? 'with the drill',
    restart: options.restart,
    withinMs: msOf(options.within ?? DEFAULT_LIMITS.ready, 'service: within'),
    in: domains,
    build: options.build,
    promotion: options.promotion,
    tls,
    milestones: options.milestones ?? ({} as Record<M, RegExp>),
    links: Object.fromEntries(Object.keys(calls).map((name) => [name, { is: 'link' }])) as { [K in keyof N]: Link },
  }
}

/**
 * Names the parts of a site. Throws a usage error where a part is of another kind than its list.
 * @example
 * site({ services: { sync }, volumes: { disk, vault }, backups: { nightly }, clients: { api: acme(sync) } })
 */
export function site<const S extends Site>(parts: S): S {
  declared('site', parts, siteShape)
  return parts
}
