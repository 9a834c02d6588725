/** The specimen's image: the server with the packages that it needs, on the Node that runs this. */

import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Failure } from '../kernel/index.ts'
import type { Build } from '../site/index.ts'

/** What the server imports; what these import is found. */
const PACKAGES = ['@hono/node-server', '@hono/zod-openapi', 'hono', 'kysely', 'pg', 'zod']

const end = import.meta.filename.endsWith('.ts') ? '.ts' : '.js'
const SERVER = new URL('server/', import.meta.url)

/** Asked for when somebody builds it: a site that is only declared reads no package. */
export function specimenBuild(): Build {
  return {
    context: new URL('image/', import.meta.url),
    args: { MAIN: `main${end}` },
    with: {
      node: pathToFileURL(process.execPath),
      server: SERVER,
      ...Object.fromEntries([...packages(PACKAGES)].map(([name, folder]) => [`node_modules/${name}`, folder])),
    },
  }
}

function packages(names: readonly string[], from = import.meta.url, found = new Map<string, URL>()) {
  for (const name of names) {
    if (found.has(name)) continue
    const manifest = findPackageJSON(name, from)
    if (manifest === undefined) throw new Failure('environment', `package '${name}', of the specimen, is not installed`)
    found.set(name, new URL('./', pathToFileURL(manifest)))
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
    }
    packages(Object.keys(dependencies), pathToFileURL(manifest).href, found)
  }
  return found
}
