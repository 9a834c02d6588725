/**
 * package.json as it is published. `npm pack` packs the one that it finds, and that of a checkout leads to sources, so
 * that nothing has to be built to work on it. It steps aside while npm packs, and comes back: npm calls this program
 * before and after. Where npm was broken off in between, the next `npm pack` mends it, or git does.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { build } from './build.ts'
import { ROOT } from './repository.ts'

const Versions = z.record(z.string(), z.string())
const Package = z.looseObject({
  exports: Versions,
  dependencies: Versions,
  peerDependencies: Versions,
})

/** What only a checkout needs: its scripts, its tools, and a Node of its own. */
const CHECKOUT_ONLY = new Set(['private', 'scripts', 'devDependencies', 'optionalDependencies'])
/** Doors that only lead somewhere in a checkout. */
const CHECKOUT_DOORS = new Set(['./specimen'])
const FILES = ['dist', 'docs/*.md', 'docs/images', '!docs/tests.md', '!docs/performance.md', 'CHANGELOG.md']

/** Compiled doors and the command. Throws where `dependencies` are not the packages that compiled code imports. */
export function publishedPackage(checkout: string, imported: readonly string[]): Readonly<Record<string, unknown>> {
  const { exports, dependencies, ...rest } = Package.parse(JSON.parse(checkout))
  const kept = Object.entries(rest).filter(([key]) => !CHECKOUT_ONLY.has(key))
  const doors = Object.entries(exports).filter(([door]) => !CHECKOUT_DOORS.has(door))
  const needed = imported.filter((name) => !(name in rest.peerDependencies)).toSorted()
  const found = Object.keys(dependencies).toSorted()
  if (!isDeepStrictEqual(needed, found)) {
    throw new Error(`package.json: dependencies: expected ${needed.join(', ')}, found ${found.join(', ')}`)
  }
  return {
    ...Object.fromEntries<unknown>(kept),
    bin: { syncdrill: 'dist/cli/start.js' },
    exports: Object.fromEntries<unknown>(doors.map(([door, target]) => [door, compiled(target)])),
    files: FILES,
    dependencies,
  }
}

function compiled(target: string): unknown {
  if (!target.endsWith('.ts')) return target
  const path = target.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '')
  return { types: `${path}.d.ts`, default: `${path}.js` }
}

const MANIFEST = `${ROOT}package.json`
/** Where the one of the checkout waits. */
const ASIDE = `${ROOT}package.checkout.json`

async function begin(): Promise<void> {
  const imported = await build()
  putBack(imported)
  const checkout = readFileSync(MANIFEST, 'utf8')
  const published = `${JSON.stringify(publishedPackage(checkout, imported), undefined, 2)}\n`
  writeFileSync(ASIDE, checkout)
  writeFileSync(MANIFEST, published)
}

/** If an earlier `npm pack` was broken off, and nobody has put it back by hand since. */
function putBack(imported: readonly string[]): void {
  if (!existsSync(ASIDE)) return
  const published = publishedPackage(readFileSync(ASIDE, 'utf8'), imported)
  if (isDeepStrictEqual(JSON.parse(readFileSync(MANIFEST, 'utf8')), published)) end()
  else rmSync(ASIDE)
}

function end(): void {
  if (existsSync(ASIDE)) renameSync(ASIDE, MANIFEST)
}

if (import.meta.main) {
  const [act] = process.argv.slice(2)
  if (act === 'begin') await begin()
  else end()
}
