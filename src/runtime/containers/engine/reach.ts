/**
 * On which address of its machine the engine publishes ports, and by which the harness reaches them. testcontainers
 * takes a file that many machines have (`/.dockerenv`) for a sign of sitting in a container beside the others, and
 * answers with the engine's gateway; where that gateway is an address of our own, nothing lies between.
 */

import { networkInterfaces } from 'node:os'
import type { EngineConnection } from '../../journal.ts'
import { isLoopback } from './asked.ts'

const LOOPBACK = '127.0.0.1'

export interface Reach {
  /** By number where it is loopback: a name may mean an address on which nothing is published. */
  readonly host: string
  /** An address of the engine's machine; empty for all of them. */
  readonly publishOn: string
}

/** What testcontainers answers with, and whether somebody has told it to. */
export interface Found {
  readonly host: string
  readonly isAsked: boolean
}

/** `own` are the addresses of this machine. */
export function reachOf(connection: EngineConnection, found: Found, own: readonly string[] = addresses()): Reach {
  const host = found.host === 'localhost' ? LOOPBACK : found.host
  const isNear = 'socketPath' in connection || isLoopback(connection.host)
  if (!isNear) return { host, publishOn: '' }
  if (isLoopback(host) || own.includes(host)) return { host: LOOPBACK, publishOn: LOOPBACK }
  // Of a host that somebody names, nobody knows which address of the engine's machine it is.
  return { host, publishOn: found.isAsked ? '' : host }
}

function addresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
}
