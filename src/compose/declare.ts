/** A service of a compose file as one of ours, with what the drill adds to it. */

import * as z from 'zod'
import { aFunction, aNumber, aPattern, aText, members, named, texts } from '../kernel/declared.ts'
import type { Duration } from '../kernel/index.ts'
import {
  service,
  type Domain,
  type Listens,
  type Named,
  type Readiness,
  type Run,
  type Service,
} from '../site/index.ts'
import type { Translated } from './translate.ts'

/** What the file says is one version of the service. */
const AS_IN_THE_FILE = 'as in the file'

export type AsInTheFile = typeof AS_IN_THE_FILE

/**
 * What a drill says of a service that its compose file does not.
 * @example
 * services: { web: { port: 8080, calls: ['db'], milestones: { migrated: /migrated/ } }, db: {} }
 */
export interface ServiceWords {
  /** In the container: where clients and callers connect to. Needed where the file names several, or none. */
  readonly port?: number
  /** Services that it reaches through a link each, under their names in the file, at their `port`. */
  readonly calls?: readonly string[]
  /** In the place of its health check. */
  readonly ready?: Readiness
  readonly within?: Duration
  /** Others to upgrade to: what they do not say themselves is as the file says; one without an image has the file's. */
  readonly versions?: { readonly [version: string]: Pick<Run, 'image' | 'build' | 'args' | 'command'> }
  readonly milestones?: { readonly [milestone: string]: RegExp }
  /** Where it answers with its version. */
  readonly build?: { readonly http: string }
  /** Added to its environment, or in the place of what is there. */
  readonly env?: (addressOf: { readonly [service: string]: string }) => { readonly [name: string]: string }
  /** Paths at which it begins with an empty folder, where the file mounts one of this machine. */
  readonly fresh?: readonly string[]
  readonly in?: readonly Domain[]
  /** How it runs on the embedded runtime, without a container. */
  readonly command?: readonly string[]
  readonly cwd?: string
  readonly listens?: Listens
}

export const wordsShape = members('what the drill adds to it: { port, calls, ... }', {
  port: aNumber.exactOptional(),
  calls: texts.exactOptional(),
  ready: z.unknown().optional(),
  within: aText.exactOptional(),
  versions: named('versions by their names', z.unknown()).exactOptional(),
  milestones: named('regular expressions by their names', aPattern).exactOptional(),
  build: members('{ http }', { http: aText }).exactOptional(),
  env: aFunction.exactOptional(),
  fresh: texts.exactOptional(),
  in: z.array(z.unknown(), { error: 'a list of domains' }).exactOptional(),
  command: texts.exactOptional(),
  cwd: aText.exactOptional(),
  listens: z.unknown().optional(),
})

export interface Neighbourhood {
  readonly calls: Named<Service>
  readonly after: readonly Service[]
  readonly completes: boolean
  readonly isAwaitedHealthy: boolean
  /** Names that others have for it. */
  readonly aliases: readonly string[]
}

/** What is not known to listen is ready once it runs. */
const AT_ONCE = [] as unknown as Readiness

export function serviceOf(
  name: string,
  translated: Translated,
  words: ServiceWords,
  { calls, after, completes, isAwaitedHealthy, aliases }: Neighbourhood,
): Service {
  const { image, build, args, env, data, made, awaited, health, restart } = translated
  const port = words.port ?? (translated.ports.length === 1 ? translated.ports[0] : undefined)
  const common = { ...(args && { args }), ...(port !== undefined && { port }) }
  const { command, cwd, listens, within = withinOf(health?.withinMs) } = words
  const embedded = { ...(command && { command }), ...(cwd !== undefined && { cwd }) }
  const asInTheFile = { image, ...(build && { build }), ...common, ...embedded }
  const versions: Record<string, Run> = { [AS_IN_THE_FILE]: asInTheFile }
  for (const [version, own] of Object.entries(words.versions ?? {}))
    versions[version] = { ...common, ...sameImage(own, asInTheFile), ...own }
  const own = service({
    versions,
    start: AS_IN_THE_FILE,
    data,
    calls,
    env: (addressOf) => ({ ...env, ...words.env?.(addressOf) }),
    ready: words.ready ?? { tcp: true },
    ...(within !== undefined && { within }),
    ...(listens !== undefined && { listens }),
    ...(words.milestones && { milestones: words.milestones }),
    ...(words.build && { build: words.build }),
    ...(words.in && { in: words.in }),
  })
  return {
    ...own,
    ready: words.ready ?? readyOf(translated, isAwaitedHealthy, port),
    ...(restart && !completes && { restart }),
    after,
    made: { ...made, completes, aliases: namesBesides(name, [...made.aliases, ...aliases]) },
    origin: { image: build ? 'built from its folder' : image, after: awaited },
  }
}

/** One that says of itself only how it is called runs from what the file says. */
function sameImage({ image, build: context }: Partial<Run>, file: Run): Partial<Run> {
  if (image !== undefined || context !== undefined) return {}
  return { ...(file.image !== undefined && { image: file.image }), ...(file.build && { build: file.build }) }
}

/** Its health check, or the image's own where somebody waits for that; else that it listens. */
function readyOf({ health }: Translated, isAwaitedHealthy: boolean, port: number | undefined): Readiness {
  if (health) return { command: health.command }
  if (isAwaitedHealthy) return { health: true }
  return port === undefined ? AT_ONCE : { tcp: true }
}

/** The network knows it by its own name in small letters. */
const namesBesides = (name: string, aliases: readonly string[]): readonly string[] => [
  ...new Set([name, ...aliases].filter((alias) => alias !== name.toLowerCase())),
]

const MINUTE_MS = 60_000

/** As long as the health check may fail, if that is longer than usual. */
const withinOf = (healthMs = 0): Duration | undefined =>
  healthMs > MINUTE_MS ? `${Math.ceil(healthMs / 1_000)}s` : undefined
