/**
 * Makes a drill file a Vitest suite with one test per arm. The file itself is only read for its arms, here, in the
 * main process: what runs in the worker is a suite that awaits one conductor process per arm.
 */

import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { configDefaults, type Plugin } from 'vitest/config'
import type { Vitest } from 'vitest/node'
import { load } from '../drill/index.ts'
import { freshRun, ordersOf, type Orders } from './orders.ts'
import { demandVitest } from './peer.ts'
import { readAnew } from './read-anew.ts'
import { DrillReporter } from './reporter.ts'

const DRILL_FILE = /\.drill\.[cm]?[jt]s$/
const ALL_DRILLS = '**/*.drill.?(c|m)[jt]s'
const MODULE = /\.(json|[cm]?[jt]s)$/

type ArmsOf = (drill: string, rows: Readonly<Record<string, object>>) => readonly string[]

/** What `syncdrill` of `syncdrill/vitest` may be told. */
export interface Options extends Partial<Pick<Orders, 'seed' | 'reports' | 'runtime' | 'arm'>> {
  /** Which arms of a drill become tests, by their rows; all of them without it. */
  readonly armsOf?: ArmsOf
}

/** What runs in the worker. */
export const SUITE = fileURLToPath(
  new URL(`./suite${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
)

const everyArm: ArmsOf = (_, rows) => Object.keys(rows)

/**
 * Makes each drill file a suite of your own Vitest, with one test per arm beside the ordinary tests, and writes the
 * reports that `syncdrill run` writes: `reports/<drill>/<run>/`, a run for each time that Vitest runs. Each arm is a
 * process of its own with its own limits, so that Vitest's time limit does not hold for it, and none is ever retried.
 * All files that end in `.drill.ts` are taken, unless your `include` names drill files itself. In watch mode a drill
 * runs again when it or what it imports changes.
 *
 * Without `seed` a fresh one is drawn when Vitest starts, and stays as long as it watches.
 *
 * @throws `Failure` where another Vitest is installed than this package works with.
 * @example
 * // vitest.config.ts
 * import { defineConfig } from 'vitest/config'
 * import { syncdrill } from 'syncdrill/vitest'
 *
 * export default defineConfig({ plugins: [syncdrill({ seed: 7, runtime: 'embedded' })] })
 */
export function syncdrill({ armsOf = everyArm, ...asked }: Options = {}): Plugin {
  demandVitest()
  const orders = ordersOf(asked)
  const watched = new Watched()
  return {
    name: 'syncdrill',
    enforce: 'pre',
    config: ({ test }) => ({ test: { provide: { syncdrill: orders }, include: missingFrom(test?.include) } }),
    configureVitest({ vitest, project, defineCacheKeyGenerator }) {
      // What a drill becomes is not told by its own text alone: its rows may come from elsewhere, and arms are chosen.
      defineCacheKeyGenerator(({ id }) => (DRILL_FILE.test(pathOf(id)) ? false : undefined))
      reportTo(vitest, orders)
      vitest.config.reporters.push({
        onTestRunStart: () => project.provide('syncdrill', { ...orders, run: freshRun() }),
      })
      if (vitest.config.watch) watched.by(vitest)
    },
    async load(id) {
      const path = pathOf(id)
      if (!DRILL_FILE.test(path)) return undefined
      const registered = await registration(path, armsOf, watched.isOn ? watched.read : load)
      return `import { registerDrill } from ${JSON.stringify(SUITE)}\n${registered}`
    },
  }
}

const pathOf = (id: string): string => id.split('?')[0] ?? id

/** Patterns that are added to those of a configuration. */
function missingFrom(include: readonly string[] | undefined): string[] {
  if (include?.some((pattern) => pattern.includes('.drill.'))) return []
  return [...(include ? [] : configDefaults.include), ALL_DRILLS]
}

/** Vitest may hold several projects with drills; each drill is reported once. */
const reported = new WeakSet<object>()

function reportTo(vitest: Vitest, { seed, runtime }: Orders): void {
  if (reported.has(vitest.config)) return
  reported.add(vitest.config)
  const amongOthers = new DrillReporter({ seed, ...(runtime !== undefined && { runtime }), amongOthers: true })
  vitest.config.reporters.push(amongOthers)
}

/** Which files of the user each drill is made of: Vitest imports none of them, so that it cannot know. */
class Watched {
  isOn = false
  readonly #files = new Map<string, ReadonlySet<string>>()

  by(vitest: Vitest): void {
    this.isOn = true
    const testsToRun = (changed: string) => {
      const drills = [...this.#files].flatMap(([drill, files]) => (files.has(changed) ? [drill] : []))
      for (const drill of drills) vitest.invalidateFile(drill)
      return drills.length > 0 ? drills : undefined
    }
    vitest.config.watchTriggerPatterns = [
      ...(vitest.config.watchTriggerPatterns ?? []),
      { pattern: MODULE, testsToRun },
    ]
  }

  readonly read = async (file: string) => ({
    drill: await readAnew(file, (files) => this.#files.set(file, new Set(files))),
  })
}

interface Read {
  readonly drill: { readonly title: string; readonly arms: Readonly<Record<string, object>> }
}

/** The call that makes the file a suite. */
export async function registration(
  file: string,
  armsOf = everyArm,
  read: (file: string) => Promise<Read> = load,
): Promise<string> {
  const { drill } = await read(file)
  const name = drillName(file)
  const declared = { file, name, title: drill.title, arms: armsOf(name, drill.arms) }
  return `registerDrill(${JSON.stringify(declared)})\n`
}

/** `scenarios/sidekick-2009.drill.ts` is called `sidekick-2009`. */
export function drillName(path: string): string {
  return basename(path).replace(DRILL_FILE, '')
}
