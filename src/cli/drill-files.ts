/** Finds the drill files that somebody means by `sidekick-2009`, `./our.drill.ts`, or nothing at all. */

import { glob, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { load } from '../drill/index.ts'
import { didYouMean, Failure } from '../kernel/index.ts'
import { drillName } from '../vitest/index.ts'

const PLACES = 'scenarios/**/*.drill.{ts,mts,js,mjs}'
const DRILL_FILE = /\.drill\.m?[jt]s$/
/** What tests run by its path is no drill of anybody's. */
const FIXTURES = 'scenarios/testing/**'

/** Absolute paths, sorted by name. Throws a usage `Failure` that lists what there is. */
export async function findDrills(wanted: readonly string[], root = process.cwd()): Promise<readonly string[]> {
  const known: string[] = []
  for await (const path of glob(PLACES, { cwd: root, exclude: [FIXTURES] })) known.push(resolve(root, path))
  known.sort((a, b) => (a < b ? -1 : 1))
  if (wanted.length === 0) {
    if (known.length === 0)
      throw new Failure('usage', `no drill: expected files like scenarios/**/*.drill.ts in ${root}, found none`)
    return known
  }
  return Promise.all(wanted.map((one) => find(one, known, root)))
}

async function find(wanted: string, known: readonly string[], root: string): Promise<string> {
  const [named] = known.filter((path) => drillName(path) === wanted)
  if (named) return named
  const path = isAbsolute(wanted) ? wanted : resolve(root, wanted)
  const isFile = await stat(path)
    .then((found) => found.isFile())
    .catch(() => false)
  if (isFile && DRILL_FILE.test(path)) return path
  if (isFile) throw new Failure('usage', `drill '${wanted}': expected a file that ends in .drill.ts`)
  const names = known.map(drillName)
  const expected = `expected a name in scenarios/ or a path of a drill file${didYouMean(drillName(wanted), names)}`
  if (known.length === 0) throw new Failure('usage', `drill '${wanted}': ${expected}; there is none in ${root}`)
  const width = Math.max(...names.map((name) => name.length))
  const choices = known.map((one) => `${drillName(one).padEnd(width)}  ${relative(root, one)}`)
  throw new Failure('usage', `drill '${wanted}': ${expected}; there are:`, { choices })
}

/** What is said of an arm that none of these drills has: it lists those that they have. */
export async function noSuchArm(files: readonly string[], only: string): Promise<Failure> {
  const drills = await Promise.all(
    files.map(async (file) => ({ name: drillName(file), arms: Object.keys((await load(file)).drill.arms) })),
  )
  const [first] = drills
  const isOne = drills.length === 1
  const meant = didYouMean(only, [...new Set(drills.flatMap(({ arms }) => arms))])
  const expected = `expected an arm of ${isOne ? first?.name : 'one of the drills'}${meant}`
  const choices = drills.flatMap(({ name, arms }) => (isOne ? arms : arms.map((arm) => `${name}: ${arm}`)))
  return new Failure('usage', `arm '${only}': ${expected}; there are:`, { choices })
}
