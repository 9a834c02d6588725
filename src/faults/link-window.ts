/** What went over a link while a fault was on it: the counters of the proxy, then and now. */

import type { LinkControl, LinkCounters } from '../runtime/index.ts'

export async function openWindow(control: LinkControl): Promise<() => Promise<LinkCounters>> {
  const then = await control.counters()
  return async () => {
    const now = await control.counters()
    return {
      accepted: now.accepted - then.accepted,
      refused: now.refused - then.refused,
      reset: now.reset - then.reset,
      bytesUp: now.bytesUp - then.bytesUp,
      bytesDown: now.bytesDown - then.bytesDown,
    }
  }
}
