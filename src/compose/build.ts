/** How the image of a service is built. */

import { statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Build } from '../site/index.ts'
import { isUnsaid, membersOf, textOf, type Members, type Reading } from './reading.ts'

const READ = new Set(['context', 'dockerfile', 'args', 'target'])
/** Of speed and of names. */
const IGNORED = new Set(['cache_from', 'cache_to', 'labels', 'no_cache', 'provenance', 'pull', 'sbom', 'tags'])

export function buildOf(where: string, build: unknown, reading: Reading): Build | undefined {
  if (isUnsaid(build)) return undefined
  const all: Members = membersOf(build)
  for (const [key, value] of Object.entries(all)) {
    if (READ.has(key) || isUnsaid(value) || key.startsWith('x-')) continue
    if (IGNORED.has(key)) reading.ignore(`${where}.${key}`)
    else reading.refuse(`${where}.${key}`, `none beside ${[...READ].join(', ')}`, value)
  }
  const context = textOf(all['context']) ?? ''
  if (!isAbsolute(context) || !statSync(context, { throwIfNoEntry: false })?.isDirectory()) {
    reading.refuse(`${where}.context`, 'a folder of this machine', context)
    return undefined
  }
  const dockerfile = relative(context, resolve(context, textOf(all['dockerfile']) ?? 'Dockerfile'))
  if (dockerfile.startsWith('..')) reading.refuse(`${where}.dockerfile`, 'one in the context', all['dockerfile'])
  else if (!statSync(resolve(context, dockerfile), { throwIfNoEntry: false })?.isFile()) {
    reading.refuse(`${where}.dockerfile`, 'a file that is there', all['dockerfile'])
  }
  const target = textOf(all['target'])
  const args = Object.entries(membersOf(all['args'])).filter(([, value]) => value !== null)
  return {
    context: pathToFileURL(`${context}/`),
    ...(dockerfile !== 'Dockerfile' && { dockerfile }),
    ...(target !== undefined && { target }),
    ...(args.length > 0 && { args: Object.fromEntries(args.map(([name, value]) => [name, String(value)])) }),
  }
}
