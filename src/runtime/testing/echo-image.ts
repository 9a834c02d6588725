/** The small service of the runtimes' contract, for either runtime. */

import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Run } from '../../site/index.ts'

const PROGRAM = new URL('./echo.ts', import.meta.url)

export const ECHO: Run = {
  command: ['node', fileURLToPath(PROGRAM)],
  image: 'syncdrill/test-echo:1',
  build: {
    context: new URL('image/', import.meta.url),
    with: { node: pathToFileURL(process.execPath), 'echo.ts': PROGRAM },
  },
}
