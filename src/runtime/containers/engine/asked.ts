/**
 * The engine that somebody names. testcontainers goes on to the next that it finds where the named one does not answer;
 * a drill would then injure another engine than was meant.
 */

import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { EngineConnection } from '../../journal.ts'

export interface Asked {
  /** For people: `DOCKER_HOST`. */
  readonly by: string
  readonly address: string
}

const PROPERTIES = '.testcontainers.properties'

/** In the order in which testcontainers asks; undefined where it may take what it finds. */
export function whatIsAsked(): Asked | undefined {
  const own = propertiesIn(join(homedir(), PROPERTIES))
  const named = (name: string): Asked | undefined => {
    const address = own.get(name)
    return address ? { by: `${name} in ~/${PROPERTIES}`, address } : undefined
  }
  const address = process.env['DOCKER_HOST']
  const ofEnvironment = address === undefined ? undefined : { by: 'DOCKER_HOST', address }
  const found = named('tc.host') ?? ofEnvironment ?? named('docker.host')
  return found?.address ? found : undefined
}

export function isAsked({ address }: Asked, connection: EngineConnection): boolean {
  if (!URL.canParse(address)) return false
  const { hostname, pathname } = new URL(address)
  if (hostname === '') return 'socketPath' in connection && connection.socketPath === pathname
  return !('socketPath' in connection) && connection.host === hostname
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** By its spelling alone: a name that may lead here as well as elsewhere, or a number in another notation, does not. */
export function isLoopback(host: string): boolean {
  const version = isIP(host)
  return host === 'localhost' || (version !== 0 && loopback.check(host, version === 6 ? 'ipv6' : 'ipv4'))
}

function propertiesIn(path: string): ReadonlyMap<string, string> {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    const pairs = lines.map((line) => /^\s*([\w.]+)\s*[=:]\s*(.*?)\s*$/.exec(line))
    return new Map(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', pair[2] ?? ''] as const] : [])))
  } catch {
    return new Map()
  }
}
