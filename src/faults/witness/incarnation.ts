/** An independent look at one incarnation of a service: is the very process that was running gone? */

import type { RunningSite, ServiceState } from '../../runtime/index.ts'
import type { Service, Topology } from '../../site/index.ts'
import type { Witnessed } from '../fault.ts'

/** Seen in the identity of the process, not in the word of whoever ended it. Nothing was running: nothing is gone. */
export function isGone(site: RunningSite, topology: Topology, service: Service, before: ServiceState): Witnessed {
  const name = topology.nameOf(service)
  if (before.incarnation === undefined) return { what: `${name} was not running (${before.status})`, count: 0 }
  const now = site.state(service)
  if (now.incarnation === before.incarnation) return { what: `${name} is still ${before.incarnation}`, count: 0 }
  const next = now.incarnation === undefined ? now.status : `${now.incarnation} runs in its place`
  return { what: `${name} was ${before.incarnation} and is gone: ${next}`, count: 1 }
}

export function isRunning(site: RunningSite, service: Service): boolean {
  return site.state(service).status === 'running'
}

/** Starts it if it does not run, and its supervisor does not see to that: doing so twice is doing so once. */
export async function revive(site: RunningSite, service: Service): Promise<void> {
  await site.settled(service)
  if (!isRunning(site, service)) await site.start(service)
}
