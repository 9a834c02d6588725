/** Files that stand beside a drill, where a command in a container names them: put there, as they are, when it runs. */

import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Failure, reasonOf } from '../../kernel/index.ts'
import { lookedUp } from '../looked-up.ts'
import type { Engine } from './engine/engine.ts'
import { executeIn } from './execute-in.ts'

/** What an engine takes as one argument, less a little. */
const BYTES_MAX = 90_000
const PUT_MS = 30_000
const PUT = 'mkdir -p "$1"; printf %s "$3" | base64 -d > "$1/$2"; chmod 755 "$1/$2"'

/**
 * The words with what stands there in the place of a path here. A file of the image's own of that name is meant where
 * none is beside the drill. Throws a usage `Failure` for a file that is too large to be a script.
 */
export async function withScripts(
  engine: Engine,
  id: string,
  argv: readonly string[],
  drillFolder: string | undefined,
): Promise<readonly string[]> {
  if (drillFolder === undefined) return argv
  const here = lookedUp(argv, drillFolder)
  const there: string[] = []
  for (const [place, word] of argv.entries()) {
    const found = here[place] ?? word
    const [, key = '', path = found] = /^([\w.-]+=)(.*)$/s.exec(found) ?? []
    there.push(found !== word && isFile(path) ? `${key}${await put(engine, id, path)}` : word)
  }
  return there
}

/** In a folder that is named by its content: a drill may be edited while containers run. */
async function put(engine: Engine, id: string, path: string): Promise<string> {
  const content = readFileSync(path)
  if (content.length > BYTES_MAX) {
    const why = `expected a script of at most ${BYTES_MAX} bytes, got ${content.length}: let the image have it`
    throw new Failure('usage', `${path}: ${why}`)
  }
  const folder = `/tmp/syncdrill-${createHash('sha256').update(path).update(content).digest('hex').slice(0, 12)}`
  const name = basename(path)
  const argv = ['sh', '-euc', PUT, 'put', folder, name, content.toString('base64')]
  const { code, output } = await executeIn(engine, id, argv, { atMostMs: PUT_MS }).catch((thrown: unknown) => {
    throw new Failure('environment', `${path} could not be put into the container: ${reasonOf(thrown)}`)
  })
  if (code !== 0) throw new Failure('environment', `${path} could not be put into the container: ${output}`)
  return `${folder}/${name}`
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
