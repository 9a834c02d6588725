/** How requests travel in a run: one wire per link that devices use, and one past the link for the harness itself. */

import { guarded } from '../clients/guarded.ts'
import { isAdapter, Wire, type Endpoint, type Send } from '../clients/index.ts'
import type { Channel } from '../fleet/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Link, Service, Topology } from '../site/index.ts'
import type { Routes } from './routes.ts'

export class Wires implements AsyncDisposable {
  readonly channels: readonly Channel[]
  readonly ofLinks: ReadonlyMap<Link, Wire>
  readonly #direct: ReadonlyMap<Service, Wire>

  constructor(topology: Topology, site: RunningSite, routes: Routes, signal: AbortSignal) {
    const adapters = [...topology.clients].filter((entry) => isAdapter(entry[1]))
    const links = new Set(adapters.map(([, { link }]) => link))
    this.ofLinks = new Map([...links].map((link) => [link, new Wire(() => site.address(link), { signal })]))
    this.#direct = new Map(
      [...topology.services.values()].map((service) => [service, new Wire(() => site.direct(service), { signal })]),
    )
    this.channels = adapters.flatMap(([name, adapter]) => {
      if (!isAdapter(adapter)) return []
      const wire = this.ofLinks.get(adapter.link)
      if (!wire) return []
      // Asked for every request, because the devices' link may be pointed at another service meanwhile.
      const behind = () => {
        const there = routes.behind(adapter.service)
        return [...topology.services.values()].find((one) => one === there)
      }
      const direct: Send = (...request) => {
        const service = behind()
        return service ? this.direct(service)(...request) : wire.send(...request)
      }
      const serves = () => topology.nameOf(behind() ?? adapter.service)
      const { definition } = adapter
      const own = { ...adapter, definition: { ...definition, connect: guarded(name, definition.connect) } }
      return [{ name, adapter: own, send: wire.send, direct, serves }]
    })
  }

  direct(service: Service): Send {
    const wire = this.#direct.get(service)
    if (!wire) throw new TypeError('a service of another site')
    return wire.send
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of [...this.ofLinks.values(), ...this.#direct.values()]) await wire.hangUp()
  }
}

/** For as long as somebody reads from a clean room. */
export function wireTo(endpoint: Endpoint, signal: AbortSignal): Wire {
  return new Wire(() => endpoint, { answerMs: 60_000, signal })
}
