/**
 * One edge on which requests travel: a bounded pool of connections that never retries, can be hung up at once, and can
 * lose answers on their way back. `fetch` is not used: it retries, and opens connections without bound.
 */

import { Pool } from 'undici'
import { authorityOf, reasonOf } from '../kernel/index.ts'
import type { Answer, Send, SendOptions } from './client.ts'
import { NoAnswer } from './outcome.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export interface WireLimits {
  /** When it aborts, whatever is under way ends without an answer, and so does everything after it, at once. */
  readonly signal?: AbortSignal
  readonly connections?: number
  readonly connectMs?: number
  /** Without a byte of the answer for this long, there is none. */
  readonly answerMs?: number
}

export interface LostAnswers {
  /** How many answers arrived and were then lost for the device. */
  readonly count: number
  stop(): void
}

const LATE = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']

const isLate = (thrown: unknown): boolean => LATE.includes((thrown as NodeJS.ErrnoException | undefined)?.code ?? '')

export class Wire implements AsyncDisposable {
  readonly #endpoint: () => Endpoint
  readonly #limits: WireLimits
  #pool: { readonly origin: string; readonly pool: Pool } | undefined
  #losing: { readonly every: number; seen: number; lost: number } | undefined
  #requests = 0
  #unanswered = 0
  #received = 0

  /** `endpoint` is asked for every request, because what is behind it may move. */
  constructor(endpoint: () => Endpoint, limits: WireLimits = {}) {
    this.#endpoint = endpoint
    this.#limits = limits
    limits.signal?.addEventListener('abort', () => void this.hangUp(), { once: true })
  }

  /** `received`: bytes of the bodies of answers. */
  get counts(): { readonly requests: number; readonly unanswered: number; readonly received: number } {
    return { requests: this.#requests, unanswered: this.#unanswered, received: this.#received }
  }

  /** Throws `NoAnswer` when there is none. */
  readonly send: Send = async (method, path, options = {}) => {
    this.#requests += 1
    try {
      this.#limits.signal?.throwIfAborted()
      const answer = await this.#request(method, path, options)
      if (method !== 'GET') this.#loseMaybe()
      return answer
    } catch (thrown) {
      this.#unanswered += 1
      throw thrown instanceof NoAnswer
        ? thrown
        : new NoAnswer(`${method} ${path}: ${reasonOf(thrown)}`, { cause: thrown, isLate: isLate(thrown) })
    }
  }

  /** `send` with headers of its own: a token, or the pass of edge restore. */
  with(headers: NonNullable<SendOptions['headers']>): Send {
    return (method, path, options) =>
      this.send(method, path, { ...options, headers: { ...headers, ...options?.headers } })
  }

  /** Ends every connection, so that whatever is new on the edge meets all of the traffic. */
  async hangUp(): Promise<void> {
    const { pool } = this.#pool ?? {}
    this.#pool = undefined
    await pool?.destroy()
  }

  /** From now on every nth change is carried out and its answer lost, as by a connection that breaks just then. */
  loseAnswers({ every }: { readonly every: number }): LostAnswers {
    const losing = { every, seen: 0, lost: 0 }
    this.#losing = losing
    return {
      get count() {
        return losing.lost
      },
      stop: () => {
        if (this.#losing === losing) this.#losing = undefined
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hangUp()
  }

  #loseMaybe(): void {
    const losing = this.#losing
    if (!losing) return
    losing.seen += 1
    if (losing.seen % losing.every !== 0) return
    losing.lost += 1
    throw new NoAnswer('the connection was reset after the request had been carried out')
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
    this.#received += bytes.length
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
    const origin = `http://${authorityOf(this.#endpoint())}`
    if (this.#pool?.origin === origin) return this.#pool.pool
    const { connections = 16, connectMs = 2_000, answerMs = 10_000 } = this.#limits
    void this.#pool?.pool.destroy()
    const pool = new Pool(origin, {
      connections,
      pipelining: 1,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      connect: { timeout: connectMs },
    })
    this.#pool = { origin, pool }
    return pool
  }
}
