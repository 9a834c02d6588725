/**
 * A device's own end of a link, for whatever is not HTTP: it listens on loopback, and what comes there goes on to the
 * service. It can do what no proxy can for one device alone: end its connections at once, and lose an answer.
 *
 *   library, stream or WebSocket ──> relay (never moves) ──> link (proxy) ──> service
 */

import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { authorityOf, monotonicMs } from '../../kernel/index.ts'
import type { LinkAddress } from './access.ts'
import { Pair } from './pair.ts'
import type { Traffic } from './traffic.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
  /** Of one where TLS is spoken: the authority that vouches for it, in PEM. */
  readonly authority?: string
  /** Of a service that somebody else runs, whatever way leads there: the name that it answers by. */
  readonly known?: { readonly host: string; readonly port: number; readonly isSecure: boolean }
}

export interface RelayParts {
  /** Asked for every connection, because what is behind it may move. Throws when nothing is to go there any more. */
  readonly endpoint: () => Endpoint
  readonly traffic: Traffic
  readonly connectMs: number
}

const LOOPBACK = '127.0.0.1'

export class Relay {
  readonly #parts: RelayParts
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  readonly #joining = new Map<number, PromiseWithResolvers<void>>()
  /** Where the newest connection went. */
  #to: string | undefined
  #isLost = false
  #heardMs = 0
  /** Told each time that the last connection is ended by the other end. */
  onLost: () => void = () => undefined

  static async listen(parts: RelayParts): Promise<Relay> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true })
    server.unref()
    await once(server.listen(0, LOOPBACK), 'listening')
    return new Relay(server, parts)
  }

  private constructor(server: Server, parts: RelayParts) {
    this.#server = server
    this.#parts = parts
    server.on('connection', (client) => this.#take(client))
  }

  get address(): LinkAddress {
    const { port } = this.#server.address() as AddressInfo
    return { host: LOOPBACK, port, toString: () => `${LOOPBACK}:${port}` }
  }

  /** The last connection was ended by the other end, or leads to somebody who is no longer behind the link. */
  get isLost(): boolean {
    return this.#isLost || (this.#isLive && this.#hasMoved())
  }

  /** When the service was last heard. */
  get heardMs(): number {
    return this.#heardMs
  }

  /** Resolves when the connection that comes from this port has reached the service; rejects when it did not. */
  joined(localPort: number): Promise<void> {
    return this.#joiningOf(localPort).promise
  }

  /** Resolves when no connection is left. */
  async untilIdle(): Promise<void> {
    await Promise.all([...this.#pairs].map(({ gone }) => gone))
  }

  /** Every connection ends, at both ends at once. */
  cut(): void {
    for (const pair of this.#pairs) pair.cut()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #take(client: Socket): void {
    const joining = this.#joiningOf(client.remotePort ?? 0)
    // Only `open` waits for it.
    joining.promise.catch(() => undefined)
    this.#isLost = false
    const pair: Pair = new Pair(client, {
      ...this.#parts,
      endpoint: () => {
        const endpoint = this.#parts.endpoint()
        this.#to = authorityOf(endpoint)
        return endpoint
      },
      joined: joining.resolve,
      heard: () => void (this.#heardMs = monotonicMs()),
      ended: (by, why) => {
        joining.reject(why ?? new Error('the connection ended'))
        this.#joining.delete(client.remotePort ?? 0)
        if (by === 'device' || this.#isLive) return
        this.#isLost = true
        this.onLost()
      },
    })
    this.#pairs.add(pair)
    void pair.gone.then(() => this.#pairs.delete(pair))
    pair.begin()
  }

  get #isLive(): boolean {
    return [...this.#pairs].some(({ hasEnded }) => !hasEnded)
  }

  #joiningOf(port: number): PromiseWithResolvers<void> {
    const known = this.#joining.get(port)
    if (known) return known
    const joining = Promise.withResolvers<void>()
    this.#joining.set(port, joining)
    return joining
  }

  /** Whoever is behind it now is another than the connection leads to. */
  #hasMoved(): boolean {
    try {
      return authorityOf(this.#parts.endpoint()) !== this.#to
    } catch {
      return false
    }
  }
}
