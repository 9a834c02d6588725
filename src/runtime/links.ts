/**
 * Links: one proxy per run, built in or the real one, driven by the Toxiproxy client.
 *
 *   device ── link address (never moves) ──> proxy ── upstream (moves with each start) ──> service
 */

import { Toxiproxy, type Proxy as ToxiproxyLink } from 'toxiproxy-node-client'
import type { Pool } from 'undici'
import { authorityOf, Failure, reasonOf } from '../kernel/index.ts'
import type { Link, Service, Topology } from '../site/index.ts'
import type { Address, LinkControl, LinkCounters, Toxic } from './runtime.ts'

/** A proxy that runs, as far as links need it. */
export interface Proxy {
  /** URL of its API. */
  readonly control: string
  readonly http: Pool
  /** Where the nth link is to listen, as its API takes it. */
  listenOf(link: number): string
  /** Where its door is to listen, of a link that the harness does not reach itself. */
  doorOf?(link: number): string | undefined
  /** How devices reach what listens there. */
  addressOf(listen: string): Address
  /** Connections that it counts elsewhere than among its metrics. */
  connectionsOf?(name: string): Pick<LinkCounters, 'accepted' | 'refused'>
}

/** Where nobody listens: the upstream of a service that has not started. */
const NOWHERE: Address = { host: '127.0.0.1', port: 1 }

/**
 * All links of a site. Each follows the starts of one service: the one that it was declared to lead to, or the one
 * that it was pointed at since, so that a start of the old one does not pull it back.
 */
export class Links {
  readonly #links = new Map<Link, ProxyLink>()
  readonly #followed = new Map<Link, Service>()
  readonly #addresses = new Map<Service, Address>()
  /** In the order in which they are asked for: an end that is told late must not undo the next start. */
  readonly #turns = new Turns()

  /** Made one after the other: the real Toxiproxy races when they are not. */
  static async make(topology: Topology, proxy: Proxy): Promise<Links> {
    const links = new Links()
    const services = [...topology.services.values()]
    for (const [place, { name, link, to }] of topology.edges.entries()) {
      const repoint = (service: Service) => links.#repoint(link, service)
      links.#links.set(link, await ProxyLink.make(name, proxy, place, repoint))
      const followed = services.find((service) => service === to)
      if (followed) links.#followed.set(link, followed)
    }
    return links
  }

  of(link: Link): ProxyLink {
    const found = this.#links.get(link)
    if (!found) throw new Failure('usage', 'a link is used that the site does not declare')
    return found
  }

  /** It listens here now: whatever follows it is led there. */
  started(service: Service, address: Address): Promise<void> {
    return this.#turns.take(() => this.#lead(service, address))
  }

  /** It has gone: whatever follows it is led nowhere, and is refused at once. */
  ended(service: Service): Promise<void> {
    return this.#turns.take(() => this.#lead(service, undefined))
  }

  async #lead(service: Service, address: Address | undefined): Promise<void> {
    if (address) this.#addresses.set(service, address)
    else this.#addresses.delete(service)
    for (const [link, followed] of this.#followed) {
      if (followed === service) await this.of(link).upstream(address ?? NOWHERE)
    }
  }

  async #repoint(link: Link, service: Service): Promise<void> {
    await this.#turns.take(async () => {
      this.#followed.set(link, service)
      await this.of(link).upstream(this.#addresses.get(service) ?? NOWHERE)
    })
  }
}

/** One after the other, whatever became of the one before. */
class Turns {
  #last: Promise<void> = Promise.resolve()

  take(act: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(act)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

interface Change {
  readonly upstream?: string
  readonly enabled?: boolean
}

class ProxyLink implements LinkControl {
  readonly address: Address
  readonly #name: string
  readonly #toxiproxy: Toxiproxy
  readonly #proxy: Proxy
  readonly #repoint: LinkControl['repoint']
  /** As it was read back last: nobody else changes it. Unknown while it is changed, and after that has failed. */
  #seen: ToxiproxyLink | undefined
  /** Each change builds on what the one before has left. */
  readonly #turns = new Turns()

  private constructor(seen: ToxiproxyLink, address: Address, proxy: Proxy, repoint: LinkControl['repoint']) {
    this.#name = seen.name
    this.address = address
    this.#toxiproxy = seen.getToxiproxy()
    this.#seen = seen
    this.#proxy = proxy
    this.#repoint = repoint
  }

  static async make(edge: string, proxy: Proxy, place: number, repoint: LinkControl['repoint']): Promise<ProxyLink> {
    const name = edge.replaceAll(/[^A-Za-z0-9]+/g, '-')
    const wanted = { name, listen: proxy.listenOf(place), upstream: authorityOf(NOWHERE), enabled: true }
    const toxiproxy = new Toxiproxy(proxy.control)
    const seen = await toxiproxy.createProxy(wanted)
    const door = proxy.doorOf?.(place)
    const opened = { name: `door-of-${name}`, listen: door ?? '', upstream: wanted.listen, enabled: true }
    const reached = door === undefined ? seen : await toxiproxy.createProxy(opened)
    return new ProxyLink(seen, proxy.addressOf(reached.listen), proxy, repoint)
  }

  async upstream(address: Address): Promise<void> {
    await this.#update({ upstream: authorityOf(address) })
  }

  async add(name: string, { type, stream, attributes }: Toxic): Promise<void> {
    const proxy = await this.#toxiproxy.get(this.#name)
    await proxy.addToxic({ name, type, stream, toxicity: 1, attributes })
    const there = await proxy.getToxic(name)
    if (there.type !== type || there.stream !== stream) {
      throw new Failure(
        'environment',
        `link ${this.#name}: toxic ${name}: expected ${type} ${stream}, read back ${there.type} ${there.stream}`,
      )
    }
  }

  async remove(name: string): Promise<void> {
    const proxy = await this.#toxiproxy.get(this.#name)
    const toxic = await proxy.getToxic(name).catch(() => undefined)
    await toxic?.remove()
  }

  disable(): Promise<void> {
    return this.#update({ enabled: false })
  }

  enable(): Promise<void> {
    return this.#update({ enabled: true })
  }

  repoint(service: Parameters<LinkControl['repoint']>[0]): Promise<void> {
    return this.#repoint(service)
  }

  async counters(): Promise<LinkCounters> {
    const { body } = await this.#proxy.http.request({ method: 'GET', path: '/metrics' })
    const text = await body.text()
    const sum = (metric: string, ...labels: readonly string[]) =>
      text
        .split('\n')
        .filter(
          (line) =>
            line.startsWith(`${metric}{`) &&
            [`proxy="${this.#name}"`, ...labels].every((label) => line.includes(label)),
        )
        .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
    return {
      accepted: sum('syncdrill_proxy_connections_accepted_total'),
      refused: sum('syncdrill_proxy_connections_refused_total'),
      ...this.#proxy.connectionsOf?.(this.#name),
      reset: sum('syncdrill_proxy_connections_reset_total'),
      bytesUp: sum('toxiproxy_proxy_sent_bytes_total', 'direction="upstream"'),
      bytesDown: sum('toxiproxy_proxy_sent_bytes_total', 'direction="downstream"'),
    }
  }

  async isClean(): Promise<boolean> {
    const { body } = await this.#proxy.http.request({ method: 'GET', path: `/proxies/${this.#name}` })
    const { enabled, toxics } = (await body.json()) as {
      readonly enabled: boolean
      readonly toxics: readonly unknown[]
    }
    return enabled && toxics.length === 0
  }

  #update(change: Change): Promise<void> {
    return this.#turns.take(() => this.#change(change))
  }

  /** Read back after the call: a control plane that says yes is no proof. */
  async #change(change: Change): Promise<void> {
    try {
      const before = this.#seen ?? (await this.#toxiproxy.get(this.#name))
      const wanted = { enabled: before.enabled, listen: before.listen, upstream: before.upstream, ...change }
      if (before.upstream === wanted.upstream && before.enabled === wanted.enabled) return
      this.#seen = undefined
      await before.update(wanted)
      const after = await this.#toxiproxy.get(this.#name)
      const isSo = (['enabled', 'upstream', 'listen'] as const).every((name) => after[name] === wanted[name])
      if (isSo) return void (this.#seen = after)
      throw new Error(`read back ${inShort({ enabled: after.enabled, upstream: after.upstream })}`)
    } catch (thrown) {
      throw new Failure('environment', `link ${this.#name}: expected ${inShort(change)}, got: ${reasonOf(thrown)}`, {
        cause: thrown,
      })
    }
  }
}

/** `enabled false`. */
const inShort = (change: Change): string =>
  Object.entries(change)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
