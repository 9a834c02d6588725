/** What `steps` is called with: every declared handle by its own name, and the arm; `site` and `fleet` beside them. */

import type { DeclaredFleet } from '../fleet/index.ts'
import { Failure } from '../kernel/index.ts'
import { didYouMean } from '../kernel/nearest.ts'
import type { Site } from '../site/index.ts'

/** What a drill may call no handle: `steps` gets something else by that name. */
const RESERVED = ['site', 'fleet', 'arm'] as const

/** Where handles of a site are named. */
const PARTS = ['services', 'clients', 'volumes', 'domains', 'backups'] as const

/** What is named there; nothing where only a running program knows the names. */
type NamedIn<T> = string extends keyof T ? {} : T

interface Declared<S, F> {
  readonly services: S extends { readonly services: infer T } ? NamedIn<T> : {}
  readonly clients: S extends { readonly clients: infer T } ? NamedIn<T> : {}
  readonly volumes: S extends { readonly volumes: infer T } ? NamedIn<T> : {}
  readonly domains: S extends { readonly domains: infer T } ? NamedIn<T> : {}
  readonly backups: S extends { readonly backups: infer T } ? NamedIn<T> : {}
  readonly fleet: NamedIn<F>
}

type NamesOf<D> = { [P in keyof D]: keyof D[P] }[keyof D]

type PlacesOf<D, N> = { [P in keyof D]: N extends keyof D[P] ? P : never }[keyof D]

type IsOne<P, Every = P> = P extends unknown ? ([Every] extends [P] ? true : false) : never

/** What stands for a handle where two have its name: it is none, and the compiler prints it. */
interface TwoOfOneName<N, Places> {
  readonly two: N
  readonly in: Places
}

type HandleOf<D, N, P extends keyof D = PlacesOf<D, N>> =
  false extends IsOne<P>
    ? [P] extends [infer Places]
      ? TwoOfOneName<N, Places>
      : never
    : { [Q in P]: D[Q][N & keyof D[Q]] }[P]

type All<D, Others> = { [N in NamesOf<D> | keyof Others]: N extends keyof Others ? Others[N] : HandleOf<D, N> }

/** Every declared handle by its own name, and the arm. Spelled out, so that the compiler prints the names. */
export type Scene<S extends Site, F extends DeclaredFleet, A> =
  All<Declared<S, F>, { site: S; fleet: F; arm: A }> extends infer Handles
    ? { readonly [N in keyof Handles]: Handles[N] }
    : never

/** What handles of a site and a fleet are called. */
export function namesIn(site: Site, fleet: DeclaredFleet): readonly string[] {
  return [...PARTS.map((part) => site[part] ?? {}), fleet].flatMap((handles) => Object.keys(handles))
}

/**
 * Throws a usage `Failure` for two handles of one name and for a name that `steps` needs itself; what it returns throws
 * one for a name that there is not. One that only other arms have is undefined in this one.
 */
export function sceneOf<S extends Site, F extends DeclaredFleet, A>(
  site: S,
  fleet: F,
  arm: A,
  otherNames: () => readonly string[] = () => [],
): Scene<S, F, A> {
  const places = new Map<string, string>()
  const scene: Record<string, unknown> = { site, fleet, arm }
  const parts = PARTS.map((part) => [`site: ${part}`, site[part] ?? {}] as const)
  for (const [where, handles] of [...parts, ['fleet', fleet] as const]) {
    for (const [name, handle] of Object.entries(handles)) {
      const place = `${where}: '${name}'`
      if (RESERVED.some((reserved) => reserved === name)) {
        throw new Failure('usage', `${place}: expected another name: steps gets the ${name} of the drill by that one`)
      }
      const other = places.get(name)
      if (other !== undefined) throw new Failure('usage', `${place}: expected a name of its own, got that of ${other}`)
      places.set(name, place)
      scene[name] = handle
    }
  }
  const known = Object.keys(scene)
  // As the types say, which a compiler cannot follow.
  return new Proxy(scene, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name) as unknown
      if (otherNames().includes(name)) return undefined
      const near = didYouMean(name, known)
      throw new Failure('usage', `steps: expected some of ${known.join(', ')}${near}, got '${name}'`)
    },
  }) as Scene<S, F, A>
}
