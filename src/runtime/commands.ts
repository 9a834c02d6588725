/** Commands of somebody's own, on a site that runs. */

import { surroundingsIn, type Command } from '../site/index.ts'
import { Tail } from './end.ts'
import type { Executed, RunningSite } from './runtime.ts'

export interface LimitedCommand extends Command {
  readonly atMostMs: number
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
