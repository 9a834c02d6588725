/** Runs a command inside a container: bounded in time by the `timeout` of coreutils, its output kept. */

import { Failure, monotonicMs, reasonOf } from '../../kernel/index.ts'
import type { Executed } from '../runtime.ts'
import type { Engine } from './engine/engine.ts'

/** What `timeout` and the engine answer for a command that was killed. */
const KILLED = [124, 137]

interface Limits {
  readonly atMostMs: number
  /** Added to the container's own. */
  readonly env?: Readonly<Record<string, string>>
}

/** argv, never a shell. A command that takes too long is killed, and its code is 124. */
export async function executeIn(
  { client }: Engine,
  id: string,
  argv: readonly string[],
  { atMostMs, env = {} }: Limits,
): Promise<Executed> {
  const began = monotonicMs()
  const limited = ['timeout', '--signal=KILL', `${atMostMs / 1_000}s`, ...argv]
  try {
    const ran = await client.container.exec(client.container.getById(id), limited, { env: { ...env } })
    const { exitCode, output, stdout } = ran
    const isLate = KILLED.includes(exitCode) && monotonicMs() - began >= atMostMs
    const code = isLate ? 124 : exitCode
    return { code, output: output.replace(/\n$/, ''), stdout: stdout.replace(/\n$/, '') }
  } catch (thrown) {
    throw new Failure('environment', `'${argv.join(' ')}' could not be run inside: ${reasonOf(thrown)}`, {
      cause: thrown,
    })
  }
}
