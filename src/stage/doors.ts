/**
 * Which collections of which service are closed to devices. A service with a door of its own closes collection by
 * collection; for any other the link is the door, and it closes whole.
 */

import { isAdapter, type Adapter, type Door, type Send } from '../clients/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Link, Remote, Service, Topology } from '../site/index.ts'
import type { Routes } from './routes.ts'

export interface DoorParts {
  readonly topology: Topology
  readonly routes: Routes
  readonly site: RunningSite
  readonly ledger: Ledger
  readonly sendTo: (service: Service) => Send
}

export class Doors {
  readonly #topology: Topology
  readonly #routes: Routes
  readonly #site: RunningSite
  readonly #ledger: Ledger
  readonly #sendTo: (service: Service) => Send
  readonly #closed = new Map<Service, Set<CollectionName>>()
  /** Links that are shut in place of a door; they may lead elsewhere by the time that they are opened. */
  readonly #shut = new Map<Service, readonly Link[]>()

  constructor(parts: DoorParts) {
    const { topology, routes, site, ledger, sendTo } = parts
    this.#topology = topology
    this.#routes = routes
    this.#site = site
    this.#ledger = ledger
    this.#sendTo = sendTo
  }

  /** Services that devices reach through a client, so that they can be closed to them. */
  served(): readonly Service[] {
    return this.#routes.served()
  }

  /** Whatever devices reach, and what they are shut out of by its link. */
  get all(): readonly Service[] {
    return [...new Set([...this.served(), ...this.#shut.keys()])]
  }

  /** It closes collection by collection; of any other service the link is the door. */
  hasOwn(service: Service): boolean {
    return this.#door(service) !== undefined
  }

  isClosed(service: Service, collection: CollectionName): boolean {
    return this.#closed.get(service)?.has(collection) ?? false
  }

  /** Headers with which edge restore passes the doors of a service. */
  pass(service: Remote): { readonly [name: string]: string } {
    const behind = this.#routes.behind(service)
    const own = this.served().find((served) => served === behind)
    return (own && this.#door(own)?.pass) ?? {}
  }

  async close(service: Service, collections?: readonly CollectionName[]): Promise<void> {
    const closing = this.#carried(service).filter(
      (one) => (collections?.includes(one) ?? true) && !this.isClosed(service, one),
    )
    if (closing.length === 0) return
    const door = this.#door(service)
    if (door) await door.close(closing)
    else await this.shutLinks(service)
    this.#closed.set(
      service,
      new Set([...(this.#closed.get(service) ?? []), ...(door ? closing : this.#carried(service))]),
    )
    this.#ledger.append({ is: 'door', service: this.#topology.nameOf(service), collections: closing, state: 'closed' })
  }

  /** No device reaches it until its links are opened. */
  async shutLinks(service: Service): Promise<void> {
    const links = new Set(this.#routes.clientsOf(service).map(({ link }) => link))
    this.#shut.set(service, [...links])
    for (const link of links) await this.#site.link(link).disable()
  }

  /**
   * Closes one whose links are shut, and that has started anew: it knows of no door that was closed before. With a door
   * of its own its links are opened, and so they are where nobody is behind them.
   */
  async closeAnew(service: Service): Promise<void> {
    this.#closed.delete(service)
    const runs = this.#site.state(service).status === 'running'
    if (runs) await this.close(service)
    if (!runs || this.hasOwn(service)) await this.#openLinks(service)
  }

  async open(service: Service, collections?: readonly CollectionName[]): Promise<readonly CollectionName[]> {
    const closed = this.#closed.get(service) ?? new Set()
    const opening = (collections ?? this.#carried(service)).filter((one) => closed.has(one))
    if (opening.length === 0) return []
    const door = this.#door(service)
    for (const one of opening) closed.delete(one)
    // Before the door opens: the judge must see the opening no later than the first device that came through.
    this.#ledger.append({ is: 'door', service: this.#topology.nameOf(service), collections: opening, state: 'opened' })
    if (door) await door.open(opening)
    else if (closed.size === 0) await this.#openLinks(service)
    return opening
  }

  validated(service: Service, collection: CollectionName, rows: number): void {
    const name = this.#topology.nameOf(service)
    this.#ledger.append({ is: 'door', service: name, collections: [collection], state: 'validated', rows })
  }

  async #openLinks(service: Service): Promise<void> {
    for (const link of this.#shut.get(service) ?? []) await this.#site.link(link).enable()
    this.#shut.delete(service)
  }

  #carried(service: Service): readonly CollectionName[] {
    return this.#adapters(service).flatMap((adapter) => adapter.carries)
  }

  #door(service: Service): Door | undefined {
    const adapter = this.#adapters(service).find(({ definition }) => definition.door)
    return adapter?.definition.door?.(this.#sendTo(service))
  }

  #adapters(service: Service): readonly Adapter[] {
    return this.#routes.clientsOf(service).filter(isAdapter)
  }
}
