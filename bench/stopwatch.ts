/** How long something took. */

import { monotonicMs } from '../src/kernel/index.ts'

/** Milliseconds since it was made, or since it was last asked. */
export function stopwatch(): () => number {
  let last = monotonicMs()
  return () => {
    const now = monotonicMs()
    const since = now - last
    last = now
    return since
  }
}
