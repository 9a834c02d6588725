/** Starts programs of ours that hold a lifeline: their standard input stays open for as long as their owner lives. */

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { compiledFolder } from './journal.ts'

export interface StartedProcess {
  readonly pid: number
  /** The end of its standard input: the program is to end by itself. */
  closeLifeline(): void
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

export interface ProcessOptions {
  /** Called with each line of either output. */
  readonly onLine?: (line: string) => void
  readonly env?: NodeJS.ProcessEnv
}

/** argv, never a shell. A program that cannot be started ends with code 127, and says so in a line. */
export function startProcess(argv: readonly string[], { onLine, env }: ProcessOptions = {}): StartedProcess {
  const [command = '', ...rest] = argv
  // Detached, so that a Ctrl-C in the terminal reaches its owner only, and it ends by its lifeline.
  // Programs of ours are many small files, which Node would compile anew for each conductor.
  const own = { NODE_COMPILE_CACHE: compiledFolder(), ...(env ?? process.env) }
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: own, detached: true })
  child.stdin.on('error', () => undefined)
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => onLine?.(line))
  const ended = new Promise<Awaited<StartedProcess['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }))
    child.on('error', (error) => {
      onLine?.(error.message)
      resolve({ code: 127, signal: null })
    })
  })
  return { pid: child.pid ?? 0, closeLifeline: () => void child.stdin.end(), ended }
}

/** A program of ours beside `meta`: `.ts` in a checkout, `.js` in the published package. */
export function ownFile(meta: ImportMeta, path: string): URL {
  return new URL(`${path}${meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, meta.url)
}
