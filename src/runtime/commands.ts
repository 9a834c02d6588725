/** Commands of somebody's that must succeed: what they did otherwise, with their exit and their last lines. */

import { Failure, printable } from '../kernel/index.ts'
import { surroundingsIn, type Command } from '../site/index.ts'
import { Tail } from './end.ts'
import type { Executed, RunningSite } from './runtime.ts'

export interface LimitedCommand extends Command {
  readonly atMostMs: number
}

/** A command that did not do what it was for: `./backup.sh exited with 3: no space left`. */
export class CommandFailed extends Failure {
  readonly argv: readonly string[]
  readonly code: number
  /** Its last lines, at most ten. */
  readonly tail: readonly string[]

  /** `why` says what was wrong with it, where that is not its exit. */
  constructor(argv: readonly string[], { code, output }: Executed, why = `exited with ${code}`) {
    const tail = lastLinesOf(output)
    const said = tail.length > 0 ? `: ${tail.join(' | ')}` : ', and said nothing'
    super('environment', `${printable(argv.join(' '))} ${why}${said}`)
    this.argv = argv
    this.code = code
    this.tail = tail
  }
}

/** What a command that could not be begun says of itself, as a shell does: it may not be executed, or is not there. */
const NOT_BEGUN = [126, 127]
const TOO_LATE = 124

/** Whether a command ran to an end of its own: one that was killed in time, or is not there, has said nothing. */
export function hasAnswered({ code }: Executed): boolean {
  return code !== TOO_LATE && !NOT_BEGUN.includes(code)
}

export function lastLinesOf(output: string): readonly string[] {
  const tail = new Tail()
  for (const line of output.split(/\r?\n/)) tail.take(line)
  return tail.lines
}

/** Where somebody says so, in a service or beside one; whatever its exit. */
export function executeCommand(
  site: Pick<RunningSite, 'execute'>,
  { argv, atMostMs, ...place }: LimitedCommand,
): Promise<Executed> {
  return site.execute(argv, { ...surroundingsIn(place), atMostMs })
}

/** Throws a `CommandFailed` for any exit but 0. */
export async function succeed(site: Pick<RunningSite, 'execute'>, command: LimitedCommand): Promise<Executed> {
  const executed = await executeCommand(site, command)
  if (executed.code !== 0) throw new CommandFailed(command.argv, executed)
  return executed
}
