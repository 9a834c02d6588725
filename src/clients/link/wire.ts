/**
 * One edge on which devices talk to a service: it can be hung up at once, lose answers on their way back, and is
 * counted. HTTP goes over a bounded pool of connections that never retries; `fetch` is not used: it retries, and opens
 * connections without bound. Everything else goes through a relay for each session.
 */

import { Pool } from 'undici'
import { authorityOf, CERTIFIED_NAME, reasonOf } from '../../kernel/index.ts'
import type { Account, Session } from '../client.ts'
import { NoAnswer } from '../outcome.ts'
import { linkOf, type Answer, type LinkAccess, type RequestHeaders, type Send, type SendOptions } from './access.ts'
import { answered, HeldSession } from './held-session.ts'
import { Hold } from './hold.ts'
import { Relay, type Endpoint } from './relay.ts'
import { openStream, openWebSocket } from './streams.ts'
import { Traffic, type Counts, type LostAnswers } from './traffic.ts'

export interface WireLimits {
  /** When it aborts, whatever is under way ends without an answer, and so does everything after it, at once. */
  readonly signal?: AbortSignal
  /** Of HTTP, at the same time. */
  readonly connections?: number
  readonly connectMs?: number
  /** Without a byte of the answer for this long, there is none. */
  readonly answerMs?: number
}

/** What opens a session: the `connect` of an adapter. */
type Connect = (link: LinkAccess, account: Account) => Promise<Session>

const LATE = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']

const isLate = (thrown: unknown): boolean => LATE.includes((thrown as NodeJS.ErrnoException | undefined)?.code ?? '')

export class Wire implements AsyncDisposable {
  readonly #endpoint: () => Endpoint
  readonly #signal: AbortSignal | undefined
  readonly #limits: Required<Omit<WireLimits, 'signal'>>
  readonly #traffic = new Traffic()
  readonly #sessions = new Set<HeldSession>()
  /** Of sessions, and of those that are about to be. */
  readonly #holds = new Set<Hold>()
  #pool: { readonly origin: string; readonly pool: Pool } | undefined
  /** Relays that no session has used. */
  readonly #spare: Relay[] = []

  /** `endpoint` is asked for every request and connection, because what is behind it may move. */
  constructor(endpoint: () => Endpoint, { signal, ...limits }: WireLimits = {}) {
    this.#endpoint = () => {
      signal?.throwIfAborted()
      return endpoint()
    }
    this.#signal = signal
    this.#limits = { connections: 16, connectMs: 2_000, answerMs: 10_000, ...limits }
    signal?.addEventListener('abort', () => void this.hangUp(), { once: true })
  }

  get counts(): Counts {
    return this.#traffic.counts
  }

  /** HTTP. Throws `NoAnswer` when there is none. */
  readonly send: Send = async (method, path, options = {}) => {
    this.#traffic.asked()
    try {
      this.#signal?.throwIfAborted()
      const answer = await this.#request(method, path, options)
      const lose = method === 'GET' ? undefined : this.#traffic.nextLoss()
      lose?.()
      if (lose) throw new NoAnswer('the connection was reset after the request had been carried out')
      return answer
    } catch (thrown) {
      this.#traffic.unanswered()
      throw thrown instanceof NoAnswer
        ? thrown
        : new NoAnswer(`${method} ${path}: ${reasonOf(thrown)}`, { cause: thrown, isLate: isLate(thrown) })
    }
  }

  /** Connects as an adapter does. `headers` go with each of its requests: the pass of edge restore. */
  async session(connect: Connect, account: Account, headers: RequestHeaders = {}): Promise<HeldSession> {
    const hold = new Hold(this.#spare.pop() ?? (await this.#newRelay()), () => this.#newRelay())
    const { answerMs } = this.#limits
    this.#holds.add(hold)
    try {
      const session = await answered(hold, answerMs, () => connect(this.#accessOf(hold, headers), account))
      const held = new HeldSession(session, hold, answerMs, () => {
        this.#sessions.delete(held)
        this.#holds.delete(hold)
      })
      this.#sessions.add(held)
      return held
    } catch (thrown) {
      hold.close()
      this.#holds.delete(hold)
      throw thrown
    } finally {
      const spare = hold.spare()
      if (spare) this.#spare.push(spare)
    }
  }

  /** Ends every connection, so that whatever is new on the edge meets all of the traffic. */
  async hangUp(): Promise<void> {
    const { pool } = this.#pool ?? {}
    this.#pool = undefined
    for (const hold of this.#holds) hold.cut()
    await pool?.destroy()
  }

  /** From now on every nth change is carried out and its answer lost, as by a connection that breaks just then. */
  loseAnswers(which: { readonly every: number }): LostAnswers {
    return this.#traffic.loseAnswers(which)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()))
    for (const relay of this.#spare.splice(0)) relay.close()
    await this.hangUp()
  }

  #accessOf(hold: Hold, headers: RequestHeaders): LinkAccess {
    const authority = this.#authority()
    const open = async () => openStream(await hold.relay(), authority)
    return linkOf({
      send: (method, path, options) =>
        this.send(method, path, { ...options, headers: { ...headers, ...options?.headers } }),
      get address() {
        return hold.address
      },
      authority,
      open,
      webSocket: async (path, options = {}) => {
        const { address } = await hold.relay()
        const at = { address, isSecure: authority !== undefined }
        return openWebSocket(at, open, path, { ...options, headers: { ...headers, ...options.headers } })
      },
    })
  }

  /** Whoever is not there yet has none. */
  #authority(): string | undefined {
    try {
      return this.#endpoint().authority
    } catch {
      return undefined
    }
  }

  #newRelay(): Promise<Relay> {
    const { connectMs } = this.#limits
    return Relay.listen({ endpoint: this.#endpoint, traffic: this.#traffic, connectMs })
  }

  async #request(method: string, path: string, { body, headers = {} }: SendOptions): Promise<Answer> {
    const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const {
      statusCode,
      headers: received,
      body: stream,
    } = await this.#poolNow().request({
      method,
      path,
      headers: Object.fromEntries(given),
      body: body ?? null,
    })
    const bytes = await stream.bytes()
    this.#traffic.received(bytes.length)
    return {
      status: statusCode,
      bytes,
      get text() {
        return Buffer.from(bytes).toString()
      },
      header: (name) => {
        const value = received[name.toLowerCase()]
        return Array.isArray(value) ? value[0] : value
      },
    }
  }

  #poolNow(): Pool {
    const endpoint = this.#endpoint()
    const { authority: ca } = endpoint
    const origin = `${ca === undefined ? 'http' : 'https'}://${authorityOf(endpoint)}`
    if (this.#pool?.origin === origin) return this.#pool.pool
    const { connections, connectMs, answerMs } = this.#limits
    void this.#pool?.pool.destroy()
    const pool = new Pool(origin, {
      connections,
      pipelining: 1,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      connect: { timeout: connectMs, ...(ca !== undefined && { ca, servername: CERTIFIED_NAME }) },
    })
    this.#pool = { origin, pool }
    return pool
  }
}
