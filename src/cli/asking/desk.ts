/**
 * Where conductors bring their questions for the person at the terminal: they have no terminal of their own. It is a
 * webhook like any other, on loopback, at an address that nobody can guess.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { json } from 'node:stream/consumers'
import { reasonOf, uniqueName } from '../../kernel/index.ts'
import type { Offer, Decision } from '../../conductor/rehearsal/offer.ts'
import { ASKING, type Question } from '../../runtime/index.ts'
import type { Person, PersonsReply } from './person.ts'

/** So long a request is held open before its sender is told to ask again. */
const HELD_MS = 20_000

export class Desk implements AsyncDisposable {
  readonly #person: Person
  readonly #server: Server
  readonly #path = `/${uniqueName(16)}`
  readonly #closing = new AbortController()
  readonly #replies: Promise<PersonsReply | Decision | { readonly failed: string }>[] = []

  private constructor(person: Person) {
    this.#person = person
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  /** From now on conductors find it, in the environment. */
  static async open(person: Person): Promise<Desk> {
    const desk = new Desk(person)
    desk.#server.listen(0, '127.0.0.1')
    await once(desk.#server, 'listening')
    const { port } = desk.#server.address() as AddressInfo
    process.env[ASKING.terminal] = `http://127.0.0.1:${port}${desk.#path}`
    return desk
  }

  /** Where conductors find it. */
  get url(): string {
    return process.env[ASKING.terminal] ?? ''
  }

  #put(question: Question | Offer, signal: AbortSignal): Promise<PersonsReply | Decision> {
    return 'choices' in question ? this.#person.decide(question, signal) : this.#person.ask(question, signal)
  }

  /** What is being asked is taken away. */
  close(): void {
    this.#closing.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    delete process.env[ASKING.terminal]
    this.close()
    await Promise.all(this.#replies)
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request
    const number = Number(url.slice(this.#path.length + 1))
    const known = url.startsWith(`${this.#path}/`) ? this.#replies[number] : undefined
    if (method === 'POST' && url === this.#path) {
      const question = (await json(request)) as Question | Offer
      const { signal } = this.#closing
      const place =
        this.#replies.push(this.#put(question, signal).catch((thrown: unknown) => ({ failed: reasonOf(thrown) }))) - 1
      return askAgain(response, `${this.#path}/${place}`)
    }
    if (!known) return void response.writeHead(404).end()
    const held = new AbortController()
    const reply = await Promise.race([known, pause(HELD_MS, 'held' as const, { ref: false, signal: held.signal })])
    held.abort()
    if (reply === 'held') return askAgain(response, url)
    if ('failed' in reply) return void response.writeHead(500).end(reply.failed)
    // Whoever asked knows for itself that its time is up.
    if ('reply' in reply && reply.reply === 'none') return
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
  }
}

function askAgain(response: ServerResponse, location: string): void {
  response.writeHead(202, { location, 'retry-after': '0' }).end()
}
