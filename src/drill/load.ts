/** Reads a drill file: importing it starts nothing, and its default export must be a drill. */

import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure, reasonOf } from '../kernel/index.ts'
import { usersLineOf } from '../kernel/users-line.ts'
import type { Drill } from './drill.ts'

export interface LoadedDrill {
  readonly file: string
  readonly name: string
  readonly drill: Drill
}

export async function load(file: string): Promise<LoadedDrill> {
  const name = drillName(file)
  const loaded: unknown = await import(pathToFileURL(file).href).catch((thrown: unknown) => {
    throw thrown instanceof Failure
      ? thrown
      : new Failure('usage', `${file}: cannot be read: ${reasonOf(thrown)}${usersLineOf(thrown)}`)
  })
  const found = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined
  if (!isDrill(found)) {
    const got = found === undefined ? 'no default export' : `a default export of another kind (${typeof found})`
    throw new Failure('usage', `${file}: expected 'export default drill({...})', got ${got}`)
  }
  return { file, name, drill: found }
}

/** `scenarios/sidekick-2009.drill.ts` is called `sidekick-2009`. */
export function drillName(file: string): string {
  return basename(file).replace(/(\.drill)?\.[cm]?[jt]s$/, '')
}

function isDrill(candidate: unknown): candidate is Drill {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'is' in candidate &&
    candidate.is === 'drill' &&
    'stage' in candidate
  )
}
