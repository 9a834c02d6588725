/** One accepted client and its connection to the upstream: a link each way, and how both ends come to their end. */

import { connect, type Socket } from 'node:net'
import type { Random } from '../../../kernel/index.ts'
import type { Address } from './address.ts'
import { Link } from './link.ts'
import type { Tally } from './tally.ts'
import type { Direction, Toxic } from './toxics/toxic.ts'

export interface ConnectionParts {
  readonly client: Socket
  readonly upstream: Address
  readonly tally: Tally
  readonly random: Random
  /** Asked once the upstream answers, so that a toxic added while dialling is not missed. */
  readonly toxics: () => readonly Toxic[]
  readonly gone: (connection: Connection) => void
}

export class Connection {
  readonly #parts: ConnectionParts
  readonly #server: Socket
  #links: Readonly<Record<Direction, Link>> | undefined
  /** What the proxy did to it, if it did: counted once. */
  #fate: 'cut' | 'reset' | 'refused' | undefined
  #openSockets = 2

  /** `client` is paused: nothing is read before the upstream answers. */
  constructor(parts: ConnectionParts) {
    this.#parts = parts
    parts.tally.accepted += 1
    parts.tally.open += 1
    this.#server = connect({ ...parts.upstream, allowHalfOpen: true, noDelay: true })
    this.#server.once('connect', () => this.#join())
    for (const socket of [parts.client, this.#server]) {
      // What went wrong is read from the state that a socket closes in.
      socket.on('error', () => {})
      socket.once('close', () => this.#closed(socket))
    }
  }

  add(toxic: Toxic): void {
    this.#links?.[toxic.stream].add(toxic)
  }

  retune(toxic: Toxic): void {
    this.#links?.[toxic.stream].retune(toxic)
  }

  remove(toxic: Toxic): void {
    this.#links?.[toxic.stream].remove(toxic)
  }

  /** Both ends close at once. */
  cut(): void {
    this.#count('cut')
    this.#close()
  }

  #join(): void {
    const { client, tally, random } = this.#parts
    const server = this.#server
    const toxics = this.#parts.toxics()
    const ends = {
      close: () => this.#close(),
      reset: () => this.#reset(),
      breakOff: () => this.#count('cut'),
    }
    const parts = { tally, ends, random, toxics }
    this.#links = {
      upstream: new Link({ ...parts, direction: 'upstream', source: client, target: server }),
      downstream: new Link({ ...parts, direction: 'downstream', source: server, target: client }),
    }
  }

  #closed(socket: Socket): void {
    this.#openSockets -= 1
    if (this.#links) this.#oneEndIsGone(socket, this.#links)
    else {
      if (socket === this.#server) this.#count('refused')
      this.#close()
    }
    if (this.#openSockets > 0) return
    this.#parts.tally.open -= 1
    this.#parts.gone(this)
  }

  #oneEndIsGone(socket: Socket, { upstream, downstream }: Readonly<Record<Direction, Link>>): void {
    const [from, to] = socket === this.#server ? [downstream, upstream] : [upstream, downstream]
    to.drop()
    // Ended in both directions it closed in order, and what it sent is still being delivered.
    if (!socket.readableEnded || !socket.writableFinished) from.finish()
  }

  #close(): void {
    this.#parts.client.destroy()
    this.#server.destroy()
  }

  #reset(): void {
    this.#count('reset')
    for (const socket of [this.#parts.client, this.#server]) {
      // A socket that has said its goodbye can not take it back.
      if (socket.writableEnded) socket.destroy()
      else socket.resetAndDestroy()
    }
  }

  #count(fate: 'cut' | 'reset' | 'refused'): void {
    if (this.#fate !== undefined || this.#openSockets < (fate === 'refused' ? 1 : 2)) return
    this.#fate = fate
    this.#parts.tally[fate] += 1
  }
}
