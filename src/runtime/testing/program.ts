/** A program of one file as a service, for either runtime: a command here, or an image that holds it and Node. */

import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Run } from '../../site/index.ts'

/** It must listen on `PORT`, on every address where that is not 0, and say where. */
export function runOf(program: URL, ...args: readonly string[]): Run {
  return {
    command: ['node', fileURLToPath(program)],
    image: `syncdrill/test-${basename(program.pathname, '.ts')}:1`,
    build: {
      context: new URL('image/', import.meta.url),
      with: { node: pathToFileURL(process.execPath), 'program.ts': program },
    },
    args,
  }
}

export const echo = (...flags: readonly string[]): Run => runOf(new URL('echo.ts', import.meta.url), '/data', ...flags)
