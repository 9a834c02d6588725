/** What happened on a link while a fault was on it, seen by its proxy and by the devices that use it. */

import type { Link } from '../../site/index.ts'
import type { Scene } from '../fault.ts'

export interface LinkWindow {
  /** What devices sent, and how much of it had no answer. A link that no device uses has none. */
  readonly requests: number
  readonly unanswered: number
  /** Connections that the proxy itself turned away or reset. One that the kernel refuses is never seen by it. */
  readonly turnedAway: number
  /** What devices received. A link that no device uses is counted by its proxy, as connections end. */
  readonly bytesDown: number
}

const NOBODY = { requests: 0, unanswered: 0, received: 0 }

export async function openWindow({ site, fleet }: Scene, link: Link): Promise<() => Promise<LinkWindow>> {
  const look = async (): Promise<LinkWindow> => {
    const { refused, reset, bytesDown } = await site.link(link).counters()
    const turnedAway = refused + reset
    // The real Toxiproxy counts the bytes of a connection when it ends, and so those of before in a window of now.
    const { requests, unanswered, received } = fleet.wire(link)?.counts ?? NOBODY
    return { requests, unanswered, turnedAway, bytesDown: fleet.wire(link) ? received : bytesDown }
  }
  const then = await look()
  return async () => {
    const now = await look()
    return {
      requests: now.requests - then.requests,
      unanswered: now.unanswered - then.unanswered,
      turnedAway: now.turnedAway - then.turnedAway,
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
