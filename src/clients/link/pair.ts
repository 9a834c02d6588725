/** One connection of a relay and its continuation to the service: bytes both ways, and how both ends end. */

import { connect, type Socket } from 'node:net'
import type { RelayParts } from './relay.ts'

interface PairParts extends RelayParts {
  readonly joined: () => void
  /** A byte has come from the service. */
  readonly heard: () => void
  /** Told once, when either end has ended it: who did first, and why it was never made. */
  readonly ended: (by: 'device' | 'far end', why?: Error) => void
}

export class Pair {
  readonly #parts: PairParts
  readonly #client: Socket
  readonly #gone = Promise.withResolvers<void>()
  #server: Socket | undefined
  #isJoined = false
  /** What is sent next is another request. */
  #isAnswered = true
  /** Set while the answer to the last request is to be lost. */
  #lose: (() => void) | undefined
  #hasEnded = false

  /** `client` is paused: nothing is read before the service is reached. */
  constructor(client: Socket, parts: PairParts) {
    this.#client = client
    this.#parts = parts
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Resolves when both ends are closed. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  begin(): void {
    const client = this.#client
    let why: Error | undefined
    // What went wrong is told by the close that follows.
    client.on('error', () => undefined)
    client.once('close', () => {
      this.#end('device')
      this.#server?.destroySoon()
      if (this.#server?.closed ?? true) this.#gone.resolve()
    })
    try {
      const { host, port } = this.#parts.endpoint()
      const server = connect({ host, port, allowHalfOpen: true, noDelay: true })
      this.#server = server
      server.setTimeout(this.#parts.connectMs, () => server.destroy(new Error('its time to connect was up')))
      server.on('error', (error) => (why = error))
      server.once('connect', () => {
        server.setTimeout(0)
        this.#join(server)
      })
      server.once('close', (hadError) => this.#serverClosed(hadError, why))
    } catch (thrown) {
      this.#serverClosed(true, thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }

  /** Both ends at once, as by a reset. */
  cut(): void {
    this.#end('far end', new Error('the connection was cut'))
    this.#client.resetAndDestroy()
    this.#server?.resetAndDestroy()
  }

  #join(server: Socket): void {
    const client = this.#client
    this.#isJoined = true
    client.on('data', (chunk: Buffer) => {
      if (this.#isAnswered) this.#ask()
      if (!server.write(chunk)) client.pause()
    })
    server.on('drain', () => client.resume())
    client.once('end', () => server.end())
    server.on('data', (chunk: Buffer) => {
      this.#parts.heard()
      if (this.#lose) return this.#loseAnswer(server, this.#lose)
      this.#isAnswered = true
      this.#parts.traffic.received(chunk.length)
      if (!client.write(chunk)) server.pause()
    })
    client.on('drain', () => server.resume())
    server.once('end', () => {
      if (!client.readableEnded) this.#end('far end')
      client.end()
    })
    this.#parts.joined()
    client.resume()
  }

  #ask(): void {
    this.#isAnswered = false
    this.#parts.traffic.asked()
    if (this.#isJoined) this.#lose = this.#parts.traffic.nextLoss()
  }

  /** What was asked has reached the service, which has begun to answer: nothing of that comes back. */
  #loseAnswer(server: Socket, lose: () => void): void {
    if (this.#hasEnded) return
    lose()
    this.#end('far end')
    this.#client.resetAndDestroy()
    // In order: what was sent is still delivered.
    server.destroySoon()
  }

  #serverClosed(hadError: boolean, why: Error | undefined): void {
    // Whoever is turned away has asked, and had no answer.
    if (!this.#isJoined && !this.#hasEnded) this.#ask()
    this.#end('far end', why)
    if (this.#client.closed) this.#gone.resolve()
    else if (hadError) this.#client.resetAndDestroy()
    else this.#client.destroySoon()
  }

  #end(by: 'device' | 'far end', why?: Error): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    if (!this.#isAnswered) this.#parts.traffic.unanswered()
    this.#parts.ended(by, why)
  }
}
