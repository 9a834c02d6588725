/**
 * On which address of its machine the engine publishes ports, and by which the harness reaches them. testcontainers
 * takes a file that many machines have (`/.dockerenv`) for a sign of sitting in a container beside the others, and
 * answers with the engine's gateway; where that gateway is an address of our own, nothing lies between.
 */

import { isIP } from 'node:net'
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

/** `found` is the host that testcontainers answers with; `own` are the addresses of this machine. */
export function reachOf(connection: EngineConnection, found: string, own: readonly string[] = addresses()): Reach {
  const isNear = 'socketPath' in connection || isLoopback(connection.host)
  if (!isNear) return { host: found, publishOn: '' }
  if (isLoopback(found) || own.includes(found)) return { host: LOOPBACK, publishOn: LOOPBACK }
  return { host: found, publishOn: isIP(found) === 0 ? '' : found }
}

function addresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
}
