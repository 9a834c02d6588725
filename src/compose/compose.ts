/** `compose(file, ...)`: a site of the services in somebody's compose file. */

import { basename } from 'node:path'
import * as z from 'zod'
import { aFunction, aText, declared, members, named, texts } from '../kernel/declared.ts'
import { didYouMean, Failure } from '../kernel/index.ts'
import {
  site,
  type Awaited,
  type Backup,
  type Client,
  type Domain,
  type Named,
  type Service,
  type Site,
  type Volume,
} from '../site/index.ts'
import { serviceOf, wordsShape, type AsInTheFile, type ServiceWords } from './declare.ts'
import { modelOf, pathOf, type ComposeFile } from './model.ts'
import { Volumes } from './mounts.ts'
import { Reading } from './reading.ts'
import { translate, type Translated } from './translate.ts'

/** What a drill adds to the file. */
export interface ComposeOptions<W extends Named<ServiceWords>> {
  /** By the names of the file; `steps` knows the services that stand here by name. */
  readonly services?: W
  /** In which failure domains its named volumes stand. */
  readonly volumes?: { readonly [volume: string]: { readonly in?: readonly Domain[] } }
  readonly profiles?: readonly string[]
  /** In the place of `.env` beside the file. */
  readonly envFiles?: readonly ComposeFile[]
}

/** What stands around the services of the file. */
export interface Composition {
  readonly clients: Named<Client>
  readonly backups?: Named<Backup>
  readonly domains?: Named<Domain>
  /** Others than those of the file, or those under names of your own. */
  readonly volumes?: Named<Volume>
}

type VersionsOf<W> = W extends { readonly versions: infer V } ? keyof V & string : never
type CallsOf<W> = W extends { readonly calls: readonly (infer C extends string)[] }
  ? { readonly [K in C]: Service }
  : {}
type MilestonesOf<W> = W extends { readonly milestones: infer M } ? keyof M & string : never

/** The services of a file: by name those that the drill adds something to, and every other one too. */
export type ComposedServices<W extends Named<ServiceWords>> = string extends keyof W
  ? Named<Service>
  : { readonly [K in keyof W]: Service<AsInTheFile | VersionsOf<W[K]>, MilestonesOf<W[K]>, CallsOf<W[K]>> }

type Around<W extends Named<ServiceWords>, C extends Composition> = (
  services: ComposedServices<W>,
  volumes: Named<Volume>,
) => C

type SiteOf<W extends Named<ServiceWords>, C extends Composition> = C & {
  readonly services: ComposedServices<W>
  readonly volumes: Named<Volume>
}

const optionsShape = members('{ services, volumes, profiles, envFiles }', {
  services: named('services by their names', wordsShape).exactOptional(),
  volumes: named('volumes by their names', z.unknown()).exactOptional(),
  profiles: texts.exactOptional(),
  envFiles: z.array(z.union([aText, z.instanceof(URL)]), { error: 'a list of files' }).exactOptional(),
})

/**
 * A site of the services in your compose file, as it is: read by `docker compose config`, so that it is interpolated,
 * extended and merged as everywhere; started on the run's own network, with links, volumes and the reaper. `around`
 * is given the services and the named volumes of the file, and says which clients and backups there are. Paths are
 * relative to the drill file; of several files, the later ones are laid over the first.
 *
 * Services find each other under the names of the file. Where one `calls` another, that name leads through a link that
 * can be cut. Throws a usage error that names file, service, key and value for what cannot be honoured, and an
 * environment error where Docker Compose is missing.
 * @example
 * site: () =>
 *   compose(
 *     '../docker-compose.yml',
 *     { services: { web: { port: 8080, calls: ['db'] }, db: {} } },
 *     ({ web }) => ({ clients: { api: acme(web) } }),
 *   )
 */
export function compose<C extends Composition>(
  file: ComposeFile | readonly ComposeFile[],
  around: Around<Named<ServiceWords>, C>,
): SiteOf<Named<ServiceWords>, C>
export function compose<const W extends Named<ServiceWords>, C extends Composition>(
  file: ComposeFile | readonly ComposeFile[],
  options: ComposeOptions<W>,
  around: Around<W, C>,
): SiteOf<W, C>
export function compose<const W extends Named<ServiceWords>, C extends Composition>(
  file: ComposeFile | readonly ComposeFile[],
  second: ComposeOptions<W> | Around<W, C>,
  third?: Around<W, C>,
): SiteOf<W, C> {
  const [options, around] = typeof second === 'function' ? [{}, second] : [second, third]
  declared('compose', options, optionsShape)
  declared('compose: around', around, aFunction)
  const files = [file].flat().map(pathOf)
  const { profiles = [], envFiles = [], volumes: placed = {} } = options
  const words: Named<ServiceWords> = options.services ?? {}
  const { model, project, digest } = modelOf({ files, profiles, envFiles: envFiles.map(pathOf) })
  const [first = ''] = files
  const there = Object.keys(model.services)
  knownOnes(first, 'services', Object.keys(words), there)
  knownOnes(first, 'volumes', Object.keys(placed), Object.keys(model.volumes))

  const reading = new Reading(first)
  const volumes = new Volumes(project, model.volumes, placed, reading)
  const translated = new Map(
    there.map((name) => [name, translate(name, model, volumes, words[name]?.fresh ?? [], reading)]),
  )
  reading.close()
  const services = declare(first, translated, words)
  // What `around` asks for by name is there, or the name is refused.
  const given = onlyKnown(first, 'services', services) as ComposedServices<W>
  const stands: Composition = (around as Around<W, C>)(given, onlyKnown(first, 'volumes', volumes.named))
  const { volumes: own = {}, ...others } = stands
  const parts = { ...others, volumes: { ...own, ...unnamed(volumes.named, own, [services, ...namesIn(others)]) } }
  checkPorts(first, parts.clients, services, translated, words)
  const made: Site = {
    ...parts,
    services,
    composed: { file: basename(first), digest, ignored: reading.ignored },
  }
  return site(made) as unknown as SiteOf<W, C>
}

/** Those that are waited for or called come first: their handles are needed. */
function declare(
  file: string,
  translated: ReadonlyMap<string, Translated>,
  words: Named<ServiceWords>,
): Named<Service> {
  const made = new Map<string, Service>()
  const all = [...translated.values()]
  const awaitedAs = (how: Awaited) =>
    new Set(all.flatMap(({ awaited }) => Object.keys(awaited).filter((name) => awaited[name] === how)))
  const completing = awaitedAs('completed')
  const healthy = awaitedAs('healthy')
  const make = (name: string, way: readonly string[]): Service => {
    const known = made.get(name)
    if (known) return known
    const own = translated.get(name)
    if (!own) throw new Failure('usage', `${file}: services: expected '${name}' to be there`)
    if (way.includes(name)) {
      throw new Failure('usage', `${file}: services: ${[...way, name].join(' calls or awaits ')}: expected no circle`)
    }
    const added = words[name] ?? {}
    const calls = added.calls ?? []
    knownOnes(file, `services.${name}: calls`, calls, [...translated.keys()])
    const reach = (other: string) => [other, make(other, [...way, name])] as const
    const service = serviceOf(name, own, added, {
      calls: Object.fromEntries(calls.map(reach)),
      after: Object.keys(own.awaited).map((other) => reach(other)[1]),
      completes: completing.has(name),
      isAwaitedHealthy: healthy.has(name),
      aliases: all.flatMap(({ linked }) => linked.flatMap(([to, alias]) => (to === name ? [alias] : []))),
    })
    made.set(name, service)
    return service
  }
  return Object.fromEntries([...translated.keys()].map((name) => [name, make(name, [])]))
}

function knownOnes(file: string, where: string, asked: readonly string[], there: readonly string[]): void {
  const strange = asked.find((name) => !there.includes(name))
  if (strange === undefined) return
  const known = there.join(', ') || 'none'
  throw new Failure('usage', `${file}: ${where}: expected ${known}${didYouMean(strange, there)}, got '${strange}'`)
}

/** Throws a usage `Failure` for a name that there is not. */
function onlyKnown<T>(file: string, what: string, there: Named<T>): Named<T> {
  return new Proxy(there, {
    get(target, name) {
      if (typeof name === 'string') knownOnes(file, what, [name], Object.keys(target))
      return Reflect.get(target, name) as unknown
    },
  })
}

const namesIn = ({ clients, backups = {}, domains = {} }: Omit<Composition, 'volumes'>) => [clients, backups, domains]

/** Named volumes of the file that the drill has given no name; one whose name is taken gets a longer one. */
function unnamed(all: Named<Volume>, own: Named<Volume>, others: readonly Named<unknown>[]): Named<Volume> {
  const left = Object.entries(all).filter(([, volume]) => !Object.values(own).includes(volume))
  const taken = (name: string) => name in own || others.some((names) => name in names)
  return Object.fromEntries(left.map(([name, volume]) => [taken(name) ? `${name}-volume` : name, volume]))
}

/** Whom somebody connects to, listens at one port: in the file, in the drill, or in the image alone. */
function checkPorts(
  file: string,
  clients: Named<Client>,
  services: Named<Service>,
  translated: ReadonlyMap<string, Translated>,
  words: Named<ServiceWords>,
): void {
  const called = Object.values(services).flatMap(({ calls }) => Object.values(calls))
  const reached = new Set([...Object.values(clients).map(({ service }) => service), ...called])
  for (const [name, service] of Object.entries(services)) {
    const ports = translated.get(name)?.ports ?? []
    if (!reached.has(service) || ports.length < 2 || words[name]?.port !== undefined) continue
    const wanted = `one of ${ports.join(', ')}: services: { '${name}': { port: ${ports[0]} } }`
    throw new Failure('usage', `${file}: services.${name}.ports: expected ${wanted}`)
  }
}
