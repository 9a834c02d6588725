/**
 * Drill files as suites for `syncdrill run`, under names of our own: the paths of a drill file, of this package and of
 * the folder that one stands in may have letters that Vite reads as parts of a URL (`#`, `?`, `%`).
 */

import type { Plugin } from 'vitest/config'
import type { Orders } from './orders.ts'
import { drillName, registration, SUITE } from './plugin.ts'

export interface Suites {
  readonly plugin: Plugin
  /** What Vitest is to run, in the order of the files. */
  readonly modules: readonly string[]
}

export function suitesOf(files: readonly string[], orders: Orders): Suites {
  const named = new Map(files.map((file, place) => [moduleOf(file, place), file]))
  const plugin: Plugin = {
    name: 'syncdrill suites',
    enforce: 'pre',
    config: () => ({ test: { provide: { syncdrill: orders } } }),
    resolveId: (id) => (named.has(id) ? id : undefined),
    async load(id) {
      const file = named.get(id)
      if (file === undefined) return undefined
      const opening = "import { createRequire } from 'node:module'"
      const suite = `const { registerDrill } = createRequire('/')(${JSON.stringify(SUITE)})`
      return [opening, suite, await registration(file)].join('\n')
    },
  }
  return { plugin, modules: [...named.keys()] }
}

/** No file has this name, and none is looked for. */
function moduleOf(file: string, place: number): string {
  return `/syncdrill/${place + 1}/${drillName(file).replaceAll(/[^\w.-]/g, '_')}.suite.js`
}
