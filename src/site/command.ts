/** A command of somebody's own: what is run, and in whose surroundings. */

import * as z from 'zod'
import { aText, declared, made, members } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import type { Service, Volume } from './site.ts'
import type { Handle } from './topology.ts'

/**
 * Where a command runs; neither: on the harness's own machine, in the folder of the run, with its environment.
 * Both see the service's volumes at the service's own paths, and its environment, with its address as `host:port` in
 * `SYNCDRILL_ADDRESS` while it runs.
 */
export interface Surroundings {
  /** In the service while it runs: in its container, or as a process like its own. */
  readonly inside?: Service
  /** Next to it, whether or not it runs: a container of its image, or a process like its own, that goes afterwards. */
  readonly beside?: Service
}

/** argv, never a shell. A relative path of a file is one beside the drill file, where nobody says otherwise. */
export interface Command extends Surroundings {
  readonly argv: readonly string[]
}

const aService = made<Service>('a service, from service({...})', 'service')

const aVolume = made<Volume>('a volume, from volume()', 'volume')
const aHandle = made<Handle>('a part of the site', 'volume', 'service', 'link', 'backup', 'domain')

/** One or several parts of a site. */
export const HANDLES = z.union([aHandle, z.array(aHandle)], { error: 'a part of the site, or several' })
export const VOLUMES = z.union([aVolume, z.array(aVolume)], { error: 'a volume, or several' })

/** Members of a declaration that has commands. */
const SURROUNDINGS = { inside: aService.exactOptional(), beside: aService.exactOptional() }

/** Throws a usage `Failure`: `run: argv: expected a program and its arguments, got nothing`. */
export function checkWords(where: string, argv: readonly string[]): void {
  declared(where, argv, z.array(aText, { error: 'a program and its arguments' }))
  if (!argv[0]) throw new Failure('usage', `${where}: expected a program and its arguments, got nothing`)
}

/** Throws a usage `Failure` for what is no place of a command: `run: expected inside or beside, got both`. */
function checkSurroundings(where: string, { inside, beside }: Surroundings): void {
  if (inside && beside) throw new Failure('usage', `${where}: expected inside or beside, got both`)
}

/** Holds a whole declaration against `shape`, with `inside` and `beside` added to it, one of them at most. */
export function declaredIn(where: string, what: string, value: Surroundings, shape: z.core.$ZodLooseShape): void {
  declared(where, value, members(what, { ...shape, ...SURROUNDINGS }))
  checkSurroundings(where, value)
}

/** What a runtime must be able to do for it. */
export function needsOfPlace({ inside, beside }: Surroundings): readonly ('inside' | 'beside')[] {
  return [...(inside ? (['inside'] as const) : []), ...(beside ? (['beside'] as const) : [])]
}

/** Those of the two that there are. */
export function surroundingsIn({ inside, beside }: Surroundings): Surroundings {
  return { ...(inside && { inside }), ...(beside && { beside }) }
}
