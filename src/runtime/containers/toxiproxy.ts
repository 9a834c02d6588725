/**
 * The real Toxiproxy, one for each run, in a container of its own that starts first and never restarts: so the ports
 * that devices and callers connect to never move. It counts bytes itself; connections are counted from its log.
 *
 *   device ── published port ──> Toxiproxy ──┐
 *   caller ── syncdrill-links:20001 ─────────┴── alias of the service, found anew for each connection ──> service
 *
 * A caller from a compose file knows its neighbour by name and port: the link then listens at that port, on an address
 * of its own, which the caller finds under that name. The harness knocks at a door, which leads there.
 */

import { join } from 'node:path'
import type { Pool } from 'undici'
import { authorityOf, uniqueName } from '../../kernel/index.ts'
import type { Run } from '../../site/index.ts'
import type { Proxy } from '../links.ts'
import { OWN_READY_MS } from '../readiness.ts'
import type { Address } from '../runtime.ts'
import { Container } from './container.ts'
import { imageOf } from './engine/images.ts'
import type { Yard } from './engine/yard.ts'

export const TOXIPROXY: Run = { image: 'ghcr.io/shopify/toxiproxy:2.12.0' }

const CONTROL = 8474
const FIRST = 20_001
const ALIAS = 'syncdrill-links'
/** Addresses of links that listen at their neighbour's own port: link-local, of which an engine gives any number. */
const LOCAL = '169.254.7.'

/** Connections of one proxy, as its log tells of them. */
interface Connections {
  accepted: number
  refused: number
}

export class RealProxy {
  readonly #container: Container
  readonly #counts: Map<string, Connections>
  readonly #local: readonly Local[]

  private constructor(container: Container, counts: Map<string, Connections>, local: readonly Local[]) {
    this.#container = container
    this.#counts = counts
    this.#local = local
  }

  /** `ports` has a place for each link: the port at which it is to listen, on an address of its own, or none. */
  static async start(
    yard: Yard,
    network: string,
    ports: readonly (number | undefined)[],
    logs: string,
  ): Promise<RealProxy> {
    const image = await imageOf(yard, TOXIPROXY)
    const local = localsOf(ports)
    const counts = new Map<string, Connections>()
    const container = new Container(
      yard,
      {
        name: `syncdrill-${yard.run}-links-${uniqueName(2)}`,
        image: image.name,
        network,
        alias: ALIAS,
        locals: local.flatMap((at) => (at ? [at.host] : [])),
        ports: [CONTROL, ...ports.map((_, place) => FIRST + place)],
        args: ['-host=0.0.0.0', '-proxy-metrics'],
      },
      {
        name: 'links',
        ready: { http: '/version' },
        withinMs: OWN_READY_MS,
        log: join(logs, 'links.log'),
        onLine: (line) => count(line, counts),
        onEnd: () => undefined,
      },
    )
    await container.start()
    return new RealProxy(container, counts, local)
  }

  /** As links need it. */
  asProxy(http: Pool): Proxy {
    return {
      control: this.control,
      http,
      listenOf: (link) => {
        const local = this.#local[link]
        return local ? authorityOf(local) : publishedOf(link)
      },
      doorOf: (link) => (this.#local[link] ? publishedOf(link) : undefined),
      addressOf: (listen) => this.#container.addressOf(portIn(listen)),
      connectionsOf: (proxy) => this.#counts.get(proxy) ?? { accepted: 0, refused: 0 },
    }
  }

  /** Has the engine tell of it last; the reaper ends it. Resolves with its container's id. */
  async signOff(): Promise<string> {
    await this.#container.nudge()
    return this.#container.id
  }

  get control(): string {
    return `http://${authorityOf(this.#container.addressOf(CONTROL))}`
  }

  /** What callers on the network connect to, where devices connect to `outside`. */
  inside(outside: Address): Address {
    const port = this.#container.portBehind(outside)
    return this.#local[port - FIRST] ?? this.#container.neighbour(port)
  }
}

/** Where a link listens at its neighbour's own port; undefined where it need not. */
type Local = Address | undefined

function localsOf(ports: readonly (number | undefined)[]): readonly Local[] {
  let locals = 0
  return ports.map((port) => (port === undefined ? undefined : { host: `${LOCAL}${(locals += 1)}`, port }))
}

const publishedOf = (link: number): string => `0.0.0.0:${FIRST + link}`

/** It answers `[::]:20001` to `0.0.0.0:20001`. */
const portIn = (listen: string): number => Number(listen.slice(listen.lastIndexOf(':') + 1))

/** Its log is one JSON object a line; what is none, or speaks of nothing that we count, is let by. */
function count(line: string, counts: Map<string, Connections>): void {
  if (!line.includes('"client"')) return
  const { name, message } = JSON.parse(line) as { readonly name: string; readonly message: string }
  const known = counts.get(name) ?? { accepted: 0, refused: 0 }
  if (message === 'Accepted client') known.accepted += 1
  if (message === 'Unable to open connection to upstream') known.refused += 1
  counts.set(name, known)
}
