/** A command that a step runs: its exit decides, and what it printed is kept. */

import { reasonOf } from '../kernel/index.ts'
import { CommandFailed, executeCommand, lastLinesOf, type LimitedCommand } from '../runtime/index.ts'
import type { Stage } from '../stage/index.ts'
import type { StepEnd } from './step.ts'

const NOTED_CHARACTERS = 2_000

/** A command that fails, or that cannot be run at all, is an outcome: the drill goes on, and the judge sees it. */
export async function execute(
  { site, ledger }: Pick<Stage, 'site' | 'ledger'>,
  command: LimitedCommand,
): Promise<StepEnd> {
  const { argv } = command
  const words = argv.join(' ')
  const ran = await Promise.try(() => executeCommand(site, command)).catch((thrown: unknown) => ({
    unable: reasonOf(thrown),
  }))
  if ('unable' in ran) {
    return { state: 'failed', because: `${words} could not be run: ${ran.unable}`, command: argv }
  }
  const { code, output } = ran
  ledger.append({ is: 'note', text: `${words} exited with ${code}: ${output.slice(-NOTED_CHARACTERS)}` })
  if (code === 0) return { state: 'end' }
  const because = `${words} exited with ${code}`
  return { state: 'failed', because, command: argv, exit: { code }, tail: lastLinesOf(output) }
}

/** Of a command, with its exit and its last lines too. */
export function failedBy(thrown: unknown): StepEnd {
  const because = reasonOf(thrown)
  if (!(thrown instanceof CommandFailed)) return { state: 'failed', because }
  const { argv, code, tail } = thrown
  return { state: 'failed', because, command: argv, exit: { code }, tail }
}
