/** Waiting for a list to become empty. */

import { setTimeout as pause } from 'node:timers/promises'

/** Has no limit of its own. `signal`: of the test, which at its own limit fails for what is still listed. */
export async function untilNone(
  list: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let listed = await list()
  const tell = () => Object.assign(signal.reason as Error, { cause: new Error(`still there: ${listed.join(', ')}`) })
  signal.addEventListener('abort', tell, { once: true })
  while (listed.length > 0 && !signal.aborted) {
    await pause(100)
    listed = await list()
  }
  signal.removeEventListener('abort', tell)
  return listed
}
