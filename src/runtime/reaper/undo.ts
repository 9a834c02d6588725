/** What a run did to this machine outside of its own things: undone by the commands that it noted before it did so. */

import { execFile } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { linesIn } from '../journal.ts'

const ENOUGH_MS = 60_000

export interface Undone {
  readonly removed: readonly string[]
  readonly left: readonly string[]
}

/** Newest first. One that fails is left, and so is its journal: whoever reaps the next time tries again. */
export async function undoAll(journal: string): Promise<Undone> {
  const lines = linesIn(ownText(journal))
  const done = new Set(lines.flatMap((line) => (line.is === 'undone' ? [line.id] : [])))
  const wanted = lines.flatMap((line) => (line.is === 'undo' && !done.has(line.id) ? [line.argv] : []))
  const removed: string[] = []
  const left: string[] = []
  for (const argv of wanted.toReversed()) {
    const failed = await failureOf(argv)
    if (failed === undefined) removed.push(`what ${argv.join(' ')} heals`)
    else left.push(`what ${argv.join(' ')} heals: ${failed}`)
  }
  return { removed, left }
}

/** Nothing is run that somebody else may have written: the folder of journals has a name that anybody can guess. */
function ownText(path: string): string {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return ''
  }
  try {
    const { uid, mode } = fstatSync(file)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(file, 'utf8') : ''
  } finally {
    closeSync(file)
  }
}

function failureOf([program = '', ...rest]: readonly string[]): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const options = { cwd: tmpdir(), timeout: ENOUGH_MS, killSignal: 'SIGKILL' } as const
  const child = execFile(program === 'node' ? process.execPath : program, rest, options, (error, stdout, stderr) => {
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-1).join('')
    resolve(error ? `exit ${error.code ?? error.signal}${said && `, saying: ${said}`}` : undefined)
  })
  child.stdin?.end()
  return promise
}
