/** Runs a runbook's command as a child of the run: marked, bounded in time, its output kept. */

import { MARKER, type Journal } from './journal.ts'
import type { Executed } from './runtime.ts'

/** Where the service is that a command runs in or beside, as `host:port`. */
export const ADDRESS = 'SYNCDRILL_ADDRESS'

interface Execution {
  readonly atMostMs: number
  readonly cwd: string
  readonly run: string
  readonly journal: Journal
  /** What it reads; nothing where it is left out. */
  readonly input?: string | undefined
  /** All of it; the harness's own where it is left out. */
  readonly env?: Readonly<Record<string, string>>
}

export async function execute(argv: readonly string[], execution: Execution): Promise<Executed> {
  const { atMostMs, cwd, run, journal, env, input } = execution
  // Few drills run a command, and loading this takes as long as many other things together.
  const { execa } = await import('execa')
  const [command = '', ...rest] = argv
  journal.planned({ kind: 'process', label: command })
  const program = command === 'node' ? process.execPath : command
  const result = await execa(program, rest, {
    cwd,
    reject: false,
    all: true,
    timeout: atMostMs,
    killSignal: 'SIGKILL',
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    extendEnv: env === undefined,
    env: { ...env, [MARKER]: run },
  })
  const code = result.timedOut ? 124 : (result.exitCode ?? 127)
  // Of one that was never begun, or was killed, nobody else says why.
  const why = result.exitCode === undefined ? (result.shortMessage ?? '') : ''
  return { code, output: result.all || why, stdout: result.stdout }
}
