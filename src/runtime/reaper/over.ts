/** Waiting for a reaper to be done. */

import { until } from '../../kernel/index.ts'
import { isSame, killAll, statOf } from '../proc.ts'

/** One that stands still, or is late, is ended: its work is done by whoever waits. */
export async function untilOver(
  { pid, started }: { pid: number; started: string },
  what: string,
  ms: number,
): Promise<void> {
  const isOver = () => !isSame(pid, started) || statOf(pid)?.state === 'T'
  await until(isOver, { what, atMostMs: Math.max(0, ms) }).catch(() => undefined)
  if (isSame(pid, started)) killAll([pid])
}
