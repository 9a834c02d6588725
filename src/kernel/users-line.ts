/** Where in a user's own code something was thrown: the first frame of its stack that is not ours, nor Node's. */

import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This package: `src/`, or `dist/` where it is compiled. */
const OURS = fileURLToPath(new URL('..', import.meta.url))
const FRAME = /(?:\(|\s)((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/

/** ` at scenarios/clients/acme.ts:33`, or nothing where no frame is the user's. */
export function usersLineOf(thrown: unknown): string {
  const [first = '', ...lines] = (thrown instanceof Error ? (thrown.stack ?? '') : '').split('\n')
  // Of a file that does not parse, Node puts the place above the name of the error.
  const [, file = '', of] = (thrown instanceof SyntaxError && /^((?:file:\/\/)?\/.*):(\d+)$/.exec(first)) || []
  const frames = of === undefined ? lines : [`at ${file}:${of}:1`, ...lines]
  for (const line of frames) {
    const [, place = '', number] = FRAME.exec(line.trim()) ?? []
    const path = place.startsWith('file://') ? pathIn(place) : place
    if (path === '' || path.startsWith(OURS) || path.includes('/node_modules/')) continue
    const near = relative(process.cwd(), path)
    return ` at ${near.startsWith('..') ? path : near}:${number}`
  }
  return ''
}

function pathIn(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return ''
  }
}
