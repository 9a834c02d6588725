/**
 * One proxy: a port that never moves by itself, an upstream, its toxics and its connections.
 * Differs from the real Toxiproxy: port 0 in an update means the port it has; disabled from the start it has one too;
 * a change of the upstream alone cuts the connections as there, but the listener stays open meanwhile.
 */

import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { authorityOf, type Random } from '../../../kernel/index.ts'
import { addressOf, boundAddress, resolved, type Address } from './address.ts'
import { ApiError } from './api-error.ts'
import { Connection } from './connection.ts'
import { HeldPort } from './held-port.ts'
import { Tally, type TallyRow } from './tally.ts'
import type { Toxic } from './toxics/toxic.ts'

export interface ProxyOrder {
  readonly name: string
  readonly listen: string
  readonly upstream: string
  readonly enabled: boolean
}

const BACKLOG = 4096

export class FaultProxy {
  readonly name: string
  readonly #random: Random
  readonly #toxics: Toxic[] = []
  readonly #connections = new Set<Connection>()
  readonly #tallies = new Map<string, Tally>()
  #listen: Address
  #upstream: string
  #server: Server | undefined
  #held: HeldPort | undefined

  private constructor(order: ProxyOrder, listen: Address, random: Random) {
    this.name = order.name
    this.#listen = listen
    this.#upstream = order.upstream
    this.#random = random
  }

  static async open(order: ProxyOrder, random: Random): Promise<FaultProxy> {
    addressOf(order.upstream, 'upstream')
    const proxy = new FaultProxy(order, await resolved(addressOf(order.listen, 'listen')), random)
    await proxy.enable()
    if (!order.enabled) await proxy.disable()
    return proxy
  }

  get enabled(): boolean {
    return this.#server !== undefined
  }

  get listen(): string {
    return authorityOf(this.#listen)
  }

  get upstream(): string {
    return this.#upstream
  }

  /** Upstream toxics first, each direction in the order in which data meets them: as the real one lists them. */
  get toxics(): readonly Toxic[] {
    return [...this.#on('upstream'), ...this.#on('downstream')]
  }

  get tallies(): readonly TallyRow[] {
    const row = { proxy: this.name, listener: this.listen }
    return [...this.#tallies].map(([upstream, tally]) => ({ ...row, upstream, tally }))
  }

  async differs({ listen, upstream }: Pick<ProxyOrder, 'listen' | 'upstream'>): Promise<boolean> {
    return upstream !== this.#upstream || (await this.#moves(listen)) !== undefined
  }

  async update({ listen, upstream, enabled }: Omit<ProxyOrder, 'name'>): Promise<void> {
    addressOf(upstream, 'upstream')
    const moved = await this.#moves(listen)
    if (upstream !== this.#upstream || moved) this.#cutAll()
    this.#upstream = upstream
    if (moved) {
      await this.disable()
      await this.#release()
      this.#listen = moved
      await this.enable()
    }
    if (enabled) await this.enable()
    else await this.disable()
  }

  async enable(): Promise<void> {
    if (this.#server) return
    await this.#release()
    // Created before the first connection, so that a proxy nobody used shows zeros instead of nothing.
    this.#tallyOf(this.#upstream)
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true })
    server.on('connection', (client) => this.#accept(client))
    const { host, port } = this.#listen
    server.listen({ host, port, backlog: BACKLOG })
    try {
      await once(server, 'listening')
    } catch (refusal) {
      throw new ApiError(500, `proxy ${this.name} cannot listen on ${this.listen}: ${String(refusal)}`)
    }
    const bound = server.address()
    if (bound !== null && typeof bound === 'object') this.#listen = boundAddress(bound)
    this.#server = server
  }

  /** The kernel refuses new connections from here on; nothing else gets the port. */
  async disable(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    const closed = once(server, 'close')
    server.close()
    this.#cutAll()
    this.#held = await HeldPort.hold(this.#listen)
    await closed
  }

  async delete(): Promise<void> {
    await this.disable()
    await this.#release()
  }

  add(toxic: Toxic): void {
    if (this.#toxics.some(({ name }) => name === toxic.name)) throw new ApiError(409, 'toxic already exists')
    this.#toxics.push(toxic)
    for (const connection of this.#connections) connection.add(toxic)
  }

  toxic(name: string): Toxic {
    const found = this.#toxics.find((toxic) => toxic.name === name)
    if (!found) throw new ApiError(404, 'toxic not found')
    return found
  }

  retune(toxic: Toxic, settings: Readonly<Record<string, number>>): void {
    Object.assign(toxic.settings, settings)
    for (const connection of this.#connections) connection.retune(toxic)
  }

  remove(toxic: Toxic): void {
    this.#toxics.splice(this.#toxics.indexOf(toxic), 1)
    for (const connection of this.#connections) connection.remove(toxic)
  }

  #accept(client: Socket): void {
    // The kernel may hand over one more connection after the listener has closed.
    if (!this.#server) {
      client.destroy()
      return
    }
    const tally = this.#tallyOf(this.#upstream)
    const connection = new Connection({
      client,
      upstream: addressOf(this.#upstream, 'upstream'),
      tally,
      random: this.#random.fork(tally.accepted),
      toxics: () => this.#toxics,
      gone: (over) => this.#connections.delete(over),
    })
    this.#connections.add(connection)
  }

  async #moves(listen: string): Promise<Address | undefined> {
    const wanted = await resolved(addressOf(listen, 'listen'))
    const stays = wanted.host === this.#listen.host && (wanted.port === 0 || wanted.port === this.#listen.port)
    return stays ? undefined : wanted
  }

  async #release(): Promise<void> {
    await this.#held?.release()
    this.#held = undefined
  }

  #cutAll(): void {
    for (const connection of this.#connections) connection.cut()
  }

  #on(stream: Toxic['stream']): readonly Toxic[] {
    return this.#toxics.filter((toxic) => toxic.stream === stream)
  }

  #tallyOf(upstream: string): Tally {
    const tally = this.#tallies.get(upstream) ?? new Tally()
    this.#tallies.set(upstream, tally)
    return tally
  }
}
