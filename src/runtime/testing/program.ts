/** A program of one file as a service, for either runtime: a command here, or an image that holds it and Node. */

import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Run } from '../../site/index.ts'

/** It must listen on `PORT`, on every address where that is not 0, and say where. */
export function runOf(program: URL, ...args: readonly string[]): Run {
  return runIn('image/', basename(program.pathname, '.ts'), program, args)
}

function runIn(context: string, name: string, program: URL, args: readonly string[]): Run {
  return {
    command: ['node', fileURLToPath(program)],
    image: `syncdrill/test-${name}:1`,
    build: {
      context: new URL(context, import.meta.url),
      with: { node: pathToFileURL(process.execPath), 'program.ts': program },
    },
    args,
  }
}

const ECHO = new URL('echo.ts', import.meta.url)

export const echo = (...flags: readonly string[]): Run => runOf(ECHO, '/data', ...flags)

/** The same in an image with a health check of its own: it is sick while a note `sick` lies in its data. */
export const healthy = (): Run => runIn('healthy/', 'healthy', ECHO, ['/data'])
