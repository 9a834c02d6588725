/** Waiting for a list to become empty. */

import { setTimeout as pause } from 'node:timers/promises'

/** Resolves with what is still listed when patience ends. */
export async function untilNone(
  list: () => Promise<readonly string[]>,
  patienceMs: number,
): Promise<readonly string[]> {
  const patience = AbortSignal.timeout(patienceMs)
  let listed = await list()
  while (listed.length > 0 && !patience.aborted) {
    await pause(100)
    listed = await list()
  }
  return listed
}
