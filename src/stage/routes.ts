/** Where links lead now: to the service that they were declared for, or to the one they were pointed at since. */

import type { Client, Link, Remote, Service, Topology } from '../site/index.ts'

export class Routes {
  readonly #topology: Topology
  readonly #pointed = new Map<Link, Service>()

  constructor(topology: Topology) {
    this.#topology = topology
  }

  point(link: Link, to: Service): void {
    this.#pointed.set(link, to)
  }

  /** What is reached by the link of this one. */
  behind(remote: Remote): Remote {
    return this.#pointed.get(remote.link) ?? remote
  }

  clientsOf(service: Service): readonly Client[] {
    return [...this.#topology.clients.values()].filter((client) => this.behind(client.service) === service)
  }

  /** Services that devices reach through a client, so that they can be closed to them. */
  served(): readonly Service[] {
    return [...this.#topology.services.values()].filter((service) => this.clientsOf(service).length > 0)
  }

  /**
   * These, and every service through which devices reach them: callees before their callers. A standby that calls its
   * primary is none, as long as no device is led to it.
   */
  through(services: readonly Service[]): readonly Service[] {
    const inOrder = this.#inOrderOfCalls()
    const reached = new Set(this.reached())
    const callers = new Set(services)
    for (const service of inOrder) {
      if (this.#calleesOf(service).some((callee) => callers.has(callee))) callers.add(service)
    }
    return inOrder.filter((one) => callers.has(one) && (reached.has(one) || services.includes(one)))
  }

  /** What devices reach, and what is called on their behalf: callees before their callers. */
  reached(): readonly Service[] {
    const inOrder = this.#inOrderOfCalls()
    const reached = new Set(this.served())
    for (const service of inOrder.toReversed()) {
      if (reached.has(service)) for (const callee of this.#calleesOf(service)) reached.add(callee)
    }
    return inOrder.filter((service) => reached.has(service))
  }

  /** Depth first, so that who calls in a circle, as links lead now, has a place too. */
  #inOrderOfCalls(): readonly Service[] {
    const seen = new Set<Service>()
    const ordered: Service[] = []
    const visit = (service: Service) => {
      if (seen.has(service)) return
      seen.add(service)
      for (const callee of this.#calleesOf(service)) visit(callee)
      ordered.push(service)
    }
    for (const service of this.#topology.services.values()) visit(service)
    return ordered
  }

  #calleesOf({ links, calls }: Service): readonly Service[] {
    const callees = Object.entries(links).map(([name, link]) => this.#pointed.get(link) ?? calls[name])
    return [...this.#topology.services.values()].filter((service) => callees.includes(service))
  }
}
