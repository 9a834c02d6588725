/**
 * Which classes of which service are closed to devices. A service with a door of its own closes class by class;
 * for any other the link is the door, and it closes whole.
 */

import { isAdapter, type Adapter, type Door, type Send } from '../clients/index.ts'
import type { Ledger } from '../ledger/index.ts'
import { CLASSES, type RecordClass } from '../records/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Remote, Service, Topology } from '../site/index.ts'

export class Doors {
  readonly #topology: Topology
  readonly #site: RunningSite
  readonly #ledger: Ledger
  readonly #sendTo: (service: Service) => Send
  readonly #closed = new Map<Service, Set<RecordClass>>()

  constructor(topology: Topology, site: RunningSite, ledger: Ledger, sendTo: (service: Service) => Send) {
    this.#topology = topology
    this.#site = site
    this.#ledger = ledger
    this.#sendTo = sendTo
  }

  /** Services that devices reach through a client, so that they can be closed to them. */
  served(): readonly Service[] {
    const reached = new Set([...this.#topology.clients.values()].map((client) => client.service))
    return [...this.#topology.services.values()].filter((service) => reached.has(service))
  }

  /** It closes class by class; of any other service the link is the door. */
  hasOwn(service: Service): boolean {
    return this.#door(service) !== undefined
  }

  isClosed(service: Service, recordClass: RecordClass): boolean {
    return this.#closed.get(service)?.has(recordClass) ?? false
  }

  /** Headers with which edge restore passes the doors of a service. */
  pass(service: Remote): { readonly [name: string]: string } {
    const own = this.served().find((served) => served === service)
    return (own && this.#door(own)?.pass) ?? {}
  }

  async close(service: Service, classes: readonly RecordClass[] = CLASSES): Promise<void> {
    const closing = this.#carried(service).filter((one) => classes.includes(one) && !this.isClosed(service, one))
    if (closing.length === 0) return
    const door = this.#door(service)
    if (door) await door.close(closing)
    else await this.#site.link(service.link).disable()
    this.#closed.set(
      service,
      new Set([...(this.#closed.get(service) ?? []), ...(door ? closing : this.#carried(service))]),
    )
    this.#ledger.append({ is: 'door', service: this.#topology.nameOf(service), classes: closing, state: 'closed' })
  }

  async open(service: Service, classes: readonly RecordClass[] = CLASSES): Promise<readonly RecordClass[]> {
    const closed = this.#closed.get(service) ?? new Set()
    const opening = classes.filter((one) => closed.has(one))
    if (opening.length === 0) return []
    const door = this.#door(service)
    for (const one of opening) closed.delete(one)
    // Before the door opens: the judge must see the opening no later than the first device that came through.
    this.#ledger.append({ is: 'door', service: this.#topology.nameOf(service), classes: opening, state: 'opened' })
    if (door) await door.open(opening)
    else if (closed.size === 0) await this.#site.link(service.link).enable()
    return opening
  }

  validated(service: Service, recordClass: RecordClass, rows: number): void {
    const name = this.#topology.nameOf(service)
    this.#ledger.append({ is: 'door', service: name, classes: [recordClass], state: 'validated', rows })
  }

  #carried(service: Service): readonly RecordClass[] {
    const carried = this.#adapters(service).flatMap((adapter) => adapter.carries)
    return CLASSES.filter((one) => carried.includes(one))
  }

  #door(service: Service): Door | undefined {
    const adapter = this.#adapters(service).find(({ definition }) => definition.door)
    return adapter?.definition.door?.(this.#sendTo(service))
  }

  #adapters(service: Service): readonly Adapter[] {
    return [...this.#topology.clients.values()].filter((client) => client.service === service).filter(isAdapter)
  }
}
