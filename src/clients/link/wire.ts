/**
 * One edge on which devices talk to a service: it can be hung up at once, lose answers on their way back, and is
 * counted. HTTP goes over a bounded pool of connections that never retries; `fetch` is not used: it retries, and opens
 * connections without bound. Everything else goes through a relay for each session.
 */

import { Pool } from 'undici'
import { authorityOf, reasonOf } from '../../kernel/index.ts'
import type { Account, Session } from '../client.ts'
import { NoAnswer } from '../outcome.ts'
import { linkOf, type Answer, type LinkAccess, type RequestHeaders, type Send, type SendOptions } from './access.ts'
import { answered, HeldSession } from './held-session.ts'
import { Hold } from './hold.ts'
import { Relay, type Endpoint } from './relay.ts'
import { openStream, openWebSocket } from './streams.ts'
import { tlsOf, tlsOptions, type LinkTls } from './tls.ts'
import { Traffic, type Counts, type LostAnswers } from './traffic.ts'

export interface WireLimits {
  /** When it aborts, whatever is under way ends without an answer, and so does everything after it, at once. */
  readonly signal?: AbortSignal
  /** Of HTTP, at the same time. */
  readonly connections?: number
  readonly connectMs?: number
  /** Without a byte of the answer for this long, there is none. */
  readonly answerMs?: number
  /** Asked before each change that is sent; undefined where nobody minds how many there are. */
  readonly writes?: Writes
}

/** How fast changes may be sent, by everybody together. */
export interface Writes {
  /** Resolves when the next one may go. Throws where nothing may go any more. */
  take(signal?: AbortSignal): Promise<void>
  /** Told of each request of HTTP that may change something, before it is sent. */
  told(method: string, path: string): void
}

/** Requests of HTTP that change nothing. */
const SAFE = ['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT', 'SEARCH', 'TRACE']

/** What opens a session: the `connect` of an adapter. */
type Connect = (link: LinkAccess, account: Account) => Promise<Session>

const LATE = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']

const isLate = (thrown: unknown): boolean => LATE.includes((thrown as NodeJS.ErrnoException | undefined)?.code ?? '')

export class Wire implements AsyncDisposable {
  readonly #endpoint: () => Endpoint
  readonly #signal: AbortSignal | undefined
  readonly #writes: Writes | undefined
  readonly #limits: Required<Omit<WireLimits, 'signal' | 'writes'>>
  readonly #traffic = new Traffic()
  readonly #sessions = new Set<HeldSession>()
  /** Of sessions, and of those that are about to be. */
  readonly #holds = new Set<Hold>()
  #pool: { readonly origin: string; readonly pool: Pool } | undefined
  /** Relays that no session has used. */
  readonly #spare: Relay[] = []

  /** `endpoint` is asked for every request and connection, because what is behind it may move. */
  constructor(endpoint: () => Endpoint, { signal, writes, ...limits }: WireLimits = {}) {
    this.#endpoint = () => {
      signal?.throwIfAborted()
      return endpoint()
    }
    this.#signal = signal
    this.#writes = writes
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
      await this.#mayWrite(method, path)
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
    // What is not HTTP nobody can look into: there it is changes that are counted.
    const beforeChange = async () => {
      if (hold.isUsed) await this.#writes?.take(this.#signal)
    }
    this.#holds.add(hold)
    try {
      const session = await answered(hold, answerMs, () => connect(this.#accessOf(hold, headers), account))
      const ended = () => {
        this.#sessions.delete(held)
        this.#holds.delete(hold)
      }
      const held = new HeldSession(session, hold, { answerMs, beforeChange, ended })
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
    const endpoint = this.#endpointIfThere()
    const tls = endpoint && tlsOf(endpoint)
    const open = async () => openStream(await hold.relay(), tls)
    return linkOf({
      send: (method, path, options) =>
        this.send(method, path, { ...options, headers: { ...headers, ...options?.headers } }),
      get address() {
        return hold.address
      },
      authority: tls?.authority,
      tls,
      open,
      webSocket: async (path, options = {}) => {
        const { address } = await hold.relay()
        const { host, port } = endpoint?.known ?? address
        return openWebSocket({ host, port, isSecure: tls !== undefined }, open, path, {
          ...options,
          headers: { ...headers, ...options.headers },
        })
      },
    })
  }

  /** Of whoever is not there yet nothing is known. */
  #endpointIfThere(): Endpoint | undefined {
    try {
      return this.#endpoint()
    } catch {
      return undefined
    }
  }

  #newRelay(): Promise<Relay> {
    const { connectMs } = this.#limits
    return Relay.listen({ endpoint: this.#endpoint, traffic: this.#traffic, connectMs })
  }

  async #mayWrite(method: string, path: string): Promise<void> {
    if (!this.#writes || SAFE.includes(method.toUpperCase())) return
    await this.#writes.take(this.#signal)
    this.#writes.told(method, path)
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
      headers: { ...this.#hostHeader(), ...Object.fromEntries(given) },
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

  /** A service of somebody else is asked by its own name, not by that of the link. */
  #hostHeader(): { readonly host?: string } {
    const { known } = this.#endpoint()
    if (!known) return {}
    const isUsual = known.port === (known.isSecure ? 443 : 80)
    const authority = authorityOf(known)
    return { host: isUsual ? authority.slice(0, authority.lastIndexOf(':')) : authority }
  }

  #poolNow(): Pool {
    const endpoint = this.#endpoint()
    const tls: LinkTls | undefined = tlsOf(endpoint)
    const origin = `${tls ? 'https' : 'http'}://${authorityOf(endpoint)}`
    if (this.#pool?.origin === origin) return this.#pool.pool
    const { connections, connectMs, answerMs } = this.#limits
    void this.#pool?.pool.destroy()
    const pool = new Pool(origin, {
      connections,
      pipelining: 1,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      connect: { timeout: connectMs, ...(tls && tlsOptions(tls)) },
    })
    this.#pool = { origin, pool }
    return pool
  }
}
