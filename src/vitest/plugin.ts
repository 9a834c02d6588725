/**
 * Makes a drill file a Vitest suite with one test per arm. The file itself is only read for its arms, here, in the
 * main process: what runs in the worker is a suite that awaits one conductor process per arm.
 */

import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import { load } from '../drill/index.ts'
import { ordersOf, type Orders } from './orders.ts'

const DRILL_FILE = /\.drill\.[cm]?[jt]s$/

export interface Options extends Partial<Orders> {
  /** Which arms of a drill become tests, by their rows; all of them without it. */
  readonly armsOf?: (drill: string, rows: Readonly<Record<string, object>>) => readonly string[]
}

/** What runs in the worker. */
export const SUITE = fileURLToPath(
  new URL(`./suite${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
)

const everyArm: NonNullable<Options['armsOf']> = (_, rows) => Object.keys(rows)

export function syncdrill({ armsOf = everyArm, ...asked }: Options = {}): Plugin {
  const orders = ordersOf(asked)
  return {
    name: 'syncdrill',
    enforce: 'pre',
    config: () => ({ test: { provide: { syncdrill: orders }, retry: 0 } }),
    // What a drill becomes is not told by its own text alone: its rows may come from other files, and arms are chosen.
    configureVitest: ({ defineCacheKeyGenerator }) =>
      defineCacheKeyGenerator(({ id }) => (DRILL_FILE.test(id.split('?')[0] ?? id) ? false : undefined)),
    async load(id) {
      const [path = id] = id.split('?')
      if (!DRILL_FILE.test(path)) return undefined
      return `import { registerDrill } from ${JSON.stringify(SUITE)}\n${await registration(path, armsOf)}`
    },
  }
}

/** The call that makes the file a suite. */
export async function registration(file: string, armsOf = everyArm) {
  const { drill } = await load(file)
  const name = drillName(file)
  const declared = { file, name, title: drill.title, arms: armsOf(name, drill.arms) }
  return `registerDrill(${JSON.stringify(declared)})\n`
}

/** `scenarios/sidekick-2009.drill.ts` is called `sidekick-2009`. */
export function drillName(path: string): string {
  return basename(path).replace(DRILL_FILE, '')
}
