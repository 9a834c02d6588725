/**
 * What an adapter has of its link: HTTP, the address for a client library, a byte stream, and WebSockets. All of it
 * passes through the link, so that whatever is done to the link is done to it.
 */

import type { Socket } from 'node:net'
import type { WebSocket } from 'undici'
import type { LinkTls } from './tls.ts'

/**
 * One device's end of the link. Each session gets its own, and what was opened through it ends with the session.
 *
 * @example
 * connect: async ({ address: { host, port } }, { user }) => {
 *   const broker = await connectAsync({ host, port, username: user, reconnectPeriod: 0 })
 *   return { push, pull, close: () => broker.endAsync() }
 * }
 */
export interface LinkAccess {
  /** The same as `send`, for an adapter that needs nothing else: `connect: async (send, account) => ...`. */
  (...request: Parameters<Send>): Promise<Answer>
  /** HTTP. Never retries; throws `NoAnswer` when there is no answer. */
  readonly send: Send
  /**
   * Where a client library connects to, for any protocol over TCP. Never moves, whatever becomes of the service behind
   * it. To be read before `connect` resolves. A connection that the service refuses is accepted here, and reset.
   */
  readonly address: LinkAddress
  /**
   * Of a service that speaks TLS: the authority that vouches for it, in PEM, for a client library (`ca` in Node.js).
   * `send`, `open` and `webSocket` trust it by themselves. Undefined where no TLS is spoken.
   */
  readonly authority: string | undefined
  /**
   * Of a service that speaks TLS: whose certificate it shows, and who vouches for it, for a client library
   * (`servername` and `ca` in Node.js). Undefined where no TLS is spoken.
   */
  readonly tls: LinkTls | undefined
  /** A byte stream to the service, connected. Throws `NoAnswer` when nobody is there. */
  readonly open: () => Promise<Socket>
  /** A WebSocket as browsers have it, open. Throws `NoAnswer` when there is none at this path. */
  readonly webSocket: (path: string, options?: WebSocketOptions) => Promise<WebSocket>
}

/** On loopback. As a text it is `host:port`, so that it can stand in a URL. */
export interface LinkAddress {
  readonly host: string
  readonly port: number
  toString(): string
}

/** What goes with the handshake of a WebSocket. */
export interface WebSocketOptions {
  readonly protocols?: readonly string[]
  readonly headers?: RequestHeaders
}

/**
 * Sends one request through the link. `path` begins with `/`. Throws `NoAnswer` when there is no answer; never retries.
 */
export type Send = (method: string, path: string, options?: SendOptions) => Promise<Answer>

/** What goes with a request: nothing, where it is left out. */
export interface SendOptions {
  readonly body?: string | Uint8Array | undefined
  readonly headers?: RequestHeaders
}

/** Undefined ones are left out. */
export interface RequestHeaders {
  readonly [name: string]: string | undefined
}

/** An answer of HTTP, read to its end. `header` takes a name in any case. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly bytes: Uint8Array
  header(name: string): string | undefined
}

/** `send` that can be called by itself, and leads to the rest. */
export function linkOf(link: Pick<LinkAccess, keyof LinkAccess>): LinkAccess {
  const { send } = link
  const callable = (...request: Parameters<Send>) => send(...request)
  // An address is a getter: it is made when somebody asks for it.
  return Object.defineProperties(callable, Object.getOwnPropertyDescriptors(link)) as LinkAccess
}
