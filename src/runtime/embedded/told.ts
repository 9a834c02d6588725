/** Where a service says that it listens, as a line of its log has it. */

import { isIP } from 'node:net'
import { accepts } from '../readiness.ts'
import type { Address } from '../runtime.ts'

export interface Told {
  /** It listens at one of them: a name, or "everywhere", may mean either loopback address. */
  readonly hosts: readonly [string, ...string[]]
  readonly port: number
}

const LISTENING = /listening (?:on|at) (?:\w+:\/\/)?(?:\[([^\]]*)\]|([\w.:-]*)):(\d+)/i
const LOOPBACK = ['127.0.0.1', '::1'] as const
const EVERYWHERE = ['0.0.0.0', '::']

/** `listening on http://127.0.0.1:41234`, `Listening on :8080`, `listening at [::1]:5000`. */
export function toldIn(line: string): Told | undefined {
  const [, bracketed, plain = '', port] = LISTENING.exec(line) ?? []
  if (port === undefined) return undefined
  const host = bracketed ?? plain
  const isExact = isIP(host) > 0 && !EVERYWHERE.includes(host)
  return { hosts: isExact ? [host] : LOOPBACK, port: Number(port) }
}

/** In a service's own words: the first group is the port. */
export function toldBy(pattern: RegExp, line: string): Told | undefined {
  const port = Number(pattern.exec(line)?.[1])
  return Number.isInteger(port) && port > 0 ? toldAt(port) : undefined
}

export const toldAt = (port: number): Told => ({ hosts: LOOPBACK, port })

/** The first that accepts a connection; undefined while none does. */
export async function acceptingAt({ hosts, port }: Told): Promise<Address | undefined> {
  if (hosts.length === 1) return { host: hosts[0], port }
  for (const host of hosts) if (await accepts({ host, port })) return { host, port }
  return undefined
}
