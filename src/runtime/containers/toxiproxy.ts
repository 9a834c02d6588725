/**
 * The real Toxiproxy, one for each run, in a container of its own that starts first and never restarts: so the ports
 * that devices and callers connect to never move. It counts bytes itself; connections are counted from its log.
 *
 *   device ── published port ──> Toxiproxy ──┐
 *   caller ── syncdrill-links:20001 ─────────┴── alias of the service, found anew for each connection ──> service
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

/** Connections of one proxy, as its log tells of them. */
interface Connections {
  accepted: number
  refused: number
}

export class RealProxy {
  readonly #container: Container
  readonly #counts: Map<string, Connections>

  private constructor(container: Container, counts: Map<string, Connections>) {
    this.#container = container
    this.#counts = counts
  }

  static async start(yard: Yard, network: string, links: number, logs: string): Promise<RealProxy> {
    const image = await imageOf(yard, TOXIPROXY)
    const counts = new Map<string, Connections>()
    const container = new Container(
      yard,
      {
        name: `syncdrill-${yard.run}-links-${uniqueName(2)}`,
        image: image.name,
        network,
        alias: ALIAS,
        ports: [CONTROL, ...Array.from({ length: links }, (_, place) => FIRST + place)],
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
    return new RealProxy(container, counts)
  }

  /** As links need it. */
  asProxy(http: Pool): Proxy {
    return {
      control: this.control,
      http,
      listenOf: (link) => `0.0.0.0:${FIRST + link}`,
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
    return this.#container.neighbour(this.#container.portBehind(outside))
  }
}

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
