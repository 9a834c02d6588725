/** Paths that a command knows from its container, where there is none: the real folders take their place. */

import { Failure } from '../../kernel/index.ts'
import type { Folder } from '../folder.ts'

/** What a path may follow: nothing, an option of one letter, a scheme, or whatever is no part of a longer path. */
const BEFORE = String.raw`(?<=^|^-[A-Za-z]|:/{2,3}|[^\p{L}\p{N}_.\-/~$)}*])`
const AFTER = String.raw`(?=[^\p{L}\p{N}_.-]|\.?$|\.\s)`
/** Of a script inside an argument, nobody knows how it quotes. */
const SCRIPT = /[\s;|&<>()'"]/
const PLAIN = /^[\w./:@+-]+$/

/**
 * `/data/x`, where `/data` is mounted: the real folder. Inside of longer words as well: `--file=/data/x`,
 * `cp /data/x /data/y`. Throws an environment `Failure` where a script would read the real path as something else.
 */
export function realPath(word: string, folders: ReadonlyMap<string, Folder>): string {
  if (folders.size === 0) return word
  const longestFirst = [...folders.keys()].toSorted((one, other) => other.length - one.length)
  const mounted = new RegExp(`${BEFORE}(?:${longestFirst.map((path) => RegExp.escape(path)).join('|')})${AFTER}`, 'gu')
  return word.replaceAll(mounted, (path) => {
    const folder = folders.get(path)?.path ?? path
    if (SCRIPT.test(word) && !PLAIN.test(folder)) throw unquotable(path, word, folder)
    return folder
  })
}

function unquotable(path: string, word: string, folder: string): Failure {
  const wish = 'set TMPDIR to a folder without blanks and special characters'
  return new Failure(
    'environment',
    `'${path}' in '${word}': expected a folder that a script can name without quotes, got '${folder}': ${wish}`,
  )
}
