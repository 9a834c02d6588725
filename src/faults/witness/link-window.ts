/** What happened on a link while a fault was on it, seen by its proxy and by the devices that use it. */

import type { Link } from '../../site/index.ts'
import type { Scene } from '../fault.ts'

export interface LinkWindow {
  /** What devices sent, and how much of it had no answer. A link that no device uses has none. */
  readonly requests: number
  readonly unanswered: number
  /** Connections that the proxy itself turned away or reset. One that the kernel refuses is never seen by it. */
  readonly turnedAway: number
  readonly bytesUp: number
  readonly bytesDown: number
}

export async function openWindow({ site, fleet }: Scene, link: Link): Promise<() => Promise<LinkWindow>> {
  const look = async (): Promise<LinkWindow> => {
    const { refused, reset, bytesUp, bytesDown } = await site.link(link).counters()
    const { requests, unanswered } = fleet.wire(link)?.counts ?? { requests: 0, unanswered: 0 }
    return { requests, unanswered, turnedAway: refused + reset, bytesUp, bytesDown }
  }
  const then = await look()
  return async () => {
    const now = await look()
    return {
      requests: now.requests - then.requests,
      unanswered: now.unanswered - then.unanswered,
      turnedAway: now.turnedAway - then.turnedAway,
      bytesUp: now.bytesUp - then.bytesUp,
      bytesDown: now.bytesDown - then.bytesDown,
    }
  }
}

/** Faults that are on a link now: healing one leaves it as unclean as the others make it. */
const on = new WeakMap<Link, Set<symbol>>()

export function occupy(link: Link, { site }: Scene): { release(): void; isHealed(): Promise<boolean> } {
  const others = on.get(link) ?? new Set()
  on.set(link, others)
  const own = Symbol('fault')
  others.add(own)
  return {
    release: () => void others.delete(own),
    isHealed: async () => !others.has(own) && (others.size > 0 || (await site.link(link).isClean())),
  }
}
