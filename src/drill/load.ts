/** Reads a drill file: importing it starts nothing, and its default export must be a drill. */

import { findPackageJSON } from 'node:module'
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
    if (thrown instanceof Failure) throw new Failure(thrown.class, `${file}: ${thrown.message}`, { cause: thrown })
    if (isTakenForCommonJs(thrown)) throw new Failure('usage', `${file}: ${typeWanted(file)}`)
    throw new Failure('usage', `${file}: cannot be read: ${reasonOf(thrown)}${usersLineOf(thrown)}`)
  })
  const found = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined
  if (!isDrill(found)) {
    const got = found === undefined ? 'no default export' : `a default export of another kind (${typeof found})`
    throw new Failure('usage', `${file}: expected 'export default drill({...})', got ${got}`)
  }
  return { file, name, drill: found }
}

/** What Node says of `import` and `export` where the nearest package.json says that files are CommonJS. */
const OF_MODULES = /^(Cannot use import statement outside a module|Unexpected token 'export')/

const isTakenForCommonJs = (thrown: unknown): boolean =>
  thrown instanceof SyntaxError && OF_MODULES.test(thrown.message)

/** `npm init` writes the other type. */
function typeWanted(file: string): string {
  const manifest = findPackageJSON(pathToFileURL(file)) ?? 'the nearest package.json'
  return `a drill is an ES module: ${manifest} should say "type": "module"`
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
