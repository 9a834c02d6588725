/** The attendant's image: Node as it runs here, and the files that the program is made of. */

import { pathToFileURL } from 'node:url'
import type { Run } from '../../../site/index.ts'

const end = import.meta.filename.endsWith('.ts') ? '.ts' : '.js'
const SRC = new URL('../../../', import.meta.url)
const MAIN = 'runtime/containers/attendant/main'
const FILES = ['kernel/failure', 'runtime/folder', 'runtime/raw-search', MAIN, 'runtime/containers/attendant/protocol']

export const ATTENDANT: Run = {
  image: 'syncdrill/attendant:node',
  build: {
    context: new URL('image/', import.meta.url),
    with: {
      node: pathToFileURL(process.execPath),
      ...Object.fromEntries(FILES.map((file) => [`src/${file}${end}`, new URL(`${file}${end}`, SRC)])),
    },
  },
}

export const ENTRY = ['node', `/opt/syncdrill/${MAIN}${end}`]
