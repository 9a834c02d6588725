/** How requests travel in a run: one wire per link that devices use, and one past the link for the harness itself. */

import { guarded } from '../clients/guarded.ts'
import { isAdapter, Wire, type Adapter, type Endpoint, type Send } from '../clients/index.ts'
import type { Channel } from '../fleet/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Link, Service, Topology } from '../site/index.ts'
import type { Target } from './external/target.ts'
import type { Routes } from './routes.ts'

interface WiresLimits {
  readonly answerMs: number
  readonly signal: AbortSignal
  /** Of a service that is somebody else's: what may be written there, and how fast. */
  readonly target?: Target | undefined
}

export class Wires implements AsyncDisposable {
  readonly channels: readonly Channel[]
  readonly ofLinks: ReadonlyMap<Link, Wire>
  readonly #direct: ReadonlyMap<Service, Wire>

  constructor(topology: Topology, site: RunningSite, routes: Routes, { target, ...own }: WiresLimits) {
    const { signal } = own
    const limits = target ? { ...own, writes: target.limit } : own
    const adapters = [...topology.clients].filter((entry): entry is [string, Adapter] => isAdapter(entry[1]))
    const links = new Set(adapters.map(([, { link }]) => link))
    const services = [...topology.services.values()]
    this.ofLinks = new Map([...links].map((link) => [link, new Wire(() => site.address(link), limits)]))
    this.#direct = new Map(services.map((service) => [service, new Wire(() => site.direct(service), { signal })]))
    // Asked for every connection, because the devices' link may be pointed at another service meanwhile.
    const behind = (adapter: Adapter) => {
      const there = routes.behind(adapter.service)
      return services.find((one) => one === there)
    }
    const past = (adapter: Adapter): Endpoint => site.direct(behind(adapter) ?? adapter.service)
    this.channels = adapters.flatMap(([name, adapter]) => {
      const wire = this.ofLinks.get(adapter.link)
      if (!wire) return []
      const serves = () => topology.nameOf(behind(adapter) ?? adapter.service)
      const { definition } = adapter
      const connect = guarded(name, { connect: definition.connect, collections: adapter.collections })
      const guardedOwn = target ? target.own.guard(name, connect) : connect
      const held = { ...adapter, definition: { ...definition, connect: guardedOwn } }
      return [{ name, adapter: held, wire, direct: new Wire(() => past(adapter), limits), serves }]
    })
  }

  direct(service: Service): Send {
    const wire = this.#direct.get(service)
    if (!wire) throw new TypeError('a service of another site')
    return wire.send
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const own = this.channels.map(({ direct }) => direct)
    const all = [...this.ofLinks.values(), ...this.#direct.values(), ...own]
    await Promise.all(all.map((wire) => wire[Symbol.asyncDispose]()))
  }
}

/** For as long as somebody reads from a clean room. */
export function wireTo(endpoint: Endpoint, signal: AbortSignal): Wire {
  return new Wire(() => endpoint, { answerMs: 60_000, signal })
}
