/** What one session holds of its link: nothing as long as it speaks HTTP, else a relay with its connections. */

import { Failure } from '../../kernel/index.ts'
import type { LinkAddress } from './access.ts'
import type { Relay } from './relay.ts'

export class Hold {
  /** Listens already, so that its address can be told at once. */
  #reserved: Relay | undefined
  #relay: Relay | undefined
  #isOver = false
  readonly #newRelay: () => Promise<Relay>
  readonly #watchers = new Set<() => void>()

  constructor(reserved: Relay, newRelay: () => Promise<Relay>) {
    this.#reserved = reserved
    this.#newRelay = newRelay
  }

  get isUsed(): boolean {
    return this.#relay !== undefined
  }

  /** The last connection was ended by the other end, or leads to somebody who is no longer behind the link. */
  get isLost(): boolean {
    return this.#relay?.isLost ?? false
  }

  /** When the service was last heard; 0 when never. */
  get heardMs(): number {
    return this.#relay?.heardMs ?? 0
  }

  get address(): LinkAddress {
    const relay = this.#relay ?? this.#reserved
    if (!relay) throw new Failure('usage', "a link's address is to be read before connect resolves")
    return this.#use(relay).address
  }

  async relay(): Promise<Relay> {
    return this.#relay ?? this.#use(this.#reserved ?? (await this.#newRelay()))
  }

  /** `connect` is over: what it has not used, others may. */
  spare(): Relay | undefined {
    const spare = this.#reserved
    this.#reserved = undefined
    return spare
  }

  /** Told each time that the last connection is ended by the other end. Returns how to stop it. */
  onLost(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** Resolves when no connection is left. */
  untilIdle(): Promise<void> {
    return this.#relay?.untilIdle() ?? Promise.resolve()
  }

  /** Every connection ends at once. */
  cut(): void {
    this.#relay?.cut()
  }

  close(): void {
    this.#isOver = true
    this.#relay?.close()
  }

  #use(relay: Relay): Relay {
    if (this.#relay === relay) return relay
    this.#relay = relay
    this.#reserved = undefined
    relay.onLost = () => {
      for (const watcher of this.#watchers) watcher()
    }
    if (this.#isOver) relay.close()
    return relay
  }
}
