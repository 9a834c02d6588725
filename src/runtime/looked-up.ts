/** Relative paths in commands: looked up where the drill file stands, for the command runs in a folder of the run. */

import { statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

/**
 * A program with a slash in its name, and every later word that names a file there, or a folder by a path with a slash:
 * `server.js`, `./conf/`, `--config=conf/sync.yml`. Whatever is not there is left as it is.
 */
export function lookedUp(argv: readonly string[], folder: string): readonly string[] {
  const [program = '', ...rest] = argv
  const isPath = program.includes('/') && !isAbsolute(program)
  return [isPath ? resolve(folder, program) : program, ...rest.map((word) => wordIn(folder, word))]
}

function wordIn(folder: string, word: string): string {
  const [, key = '', value = word] = /^([\w.-]+=)(.*)$/s.exec(word) ?? []
  const isThere = value !== '' && !isAbsolute(value) && isIn(folder, value)
  return isThere ? `${key}${resolve(folder, value)}` : word
}

/** A word without a slash may mean anything: only a file makes a path of it. */
function isIn(folder: string, path: string): boolean {
  try {
    return statSync(resolve(folder, path)).isFile() || path.includes('/')
  } catch {
    return false
  }
}
