/** All proxies by name. Changes run one after another, so that two requests never meet in the middle of one. */

import type { Random } from '../../../kernel/index.ts'
import { ApiError } from './api-error.ts'
import { FaultProxy, type ProxyOrder } from './fault-proxy.ts'
import { jsonOf, Fields } from './fields.ts'
import { proxyOrder } from './orders.ts'
import type { TallyRow } from './tally.ts'

export interface Populated {
  readonly proxies: readonly FaultProxy[]
  readonly failure?: ApiError
}

export class Registry {
  readonly #proxies = new Map<string, FaultProxy>()
  readonly #random: Random
  #last: Promise<unknown> = Promise.resolve()

  constructor(random: Random) {
    this.#random = random
  }

  get proxies(): readonly FaultProxy[] {
    return [...this.#proxies.values()]
  }

  get tallies(): readonly TallyRow[] {
    return this.proxies.flatMap((proxy) => proxy.tallies)
  }

  /** Runs when every change that was asked for before is done. */
  async inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(change)
    // Whoever asked gets the failure; the next in turn does not.
    this.#last = turn.catch(() => {})
    return turn
  }

  get(name: string): FaultProxy {
    const found = this.#proxies.get(name)
    if (!found) throw new ApiError(404, 'proxy not found')
    return found
  }

  async create(order: ProxyOrder): Promise<FaultProxy> {
    if (this.#proxies.has(order.name)) throw new ApiError(409, 'proxy already exists')
    const proxy = await FaultProxy.open(order, this.#random.fork(order.name))
    this.#proxies.set(order.name, proxy)
    return proxy
  }

  async delete(name: string): Promise<void> {
    await this.get(name).delete()
    this.#proxies.delete(name)
  }

  /** All are checked before the first is made. One that is there and does not differ stays, with its toxics. */
  async populate(text: string): Promise<Populated> {
    const asked = jsonOf(text)
    if (!Array.isArray(asked)) throw new ApiError(400, 'bad request body: a list of proxies is expected')
    const orders = asked.map((each, place) => proxyOrder(new Fields(each), ` at proxy ${place + 1}`))
    const proxies: FaultProxy[] = []
    for (const order of orders) {
      try {
        proxies.push(await this.#createOrReplace(order))
      } catch (failure) {
        return { proxies, failure: failure instanceof ApiError ? failure : new ApiError(500, String(failure)) }
      }
    }
    return { proxies }
  }

  /** The real one stops at the first proxy that cannot be enabled; this one goes on and reports all of them. */
  async reset(): Promise<void> {
    const failures: string[] = []
    for (const proxy of this.proxies) {
      for (const toxic of proxy.toxics) proxy.remove(toxic)
      try {
        await proxy.enable()
      } catch (failure) {
        failures.push(failure instanceof Error ? failure.message : String(failure))
      }
    }
    if (failures.length > 0) throw new ApiError(500, `all proxies were reset but these: ${failures.join('; ')}`)
  }

  async #createOrReplace(order: ProxyOrder): Promise<FaultProxy> {
    const existing = this.#proxies.get(order.name)
    if (existing) {
      if (!(await existing.differs(order))) return existing
      const listen = order.listen.endsWith(':0') ? existing.listen : order.listen
      await this.delete(order.name)
      return this.create({ ...order, listen })
    }
    return this.create(order)
  }
}
