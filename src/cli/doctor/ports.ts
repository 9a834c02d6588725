/** Ports on loopback: each service, link and device of an embedded run takes some. */

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { reasonOf } from '../../kernel/index.ts'
import type { Finding } from './finding.ts'

/** As many as a large drill listens on at once. */
const AT_ONCE = 50

export async function portsHere(hosts: readonly string[] = ['127.0.0.1', '::1']): Promise<Finding> {
  const part = 'ports'
  const [four, six] = await Promise.all(hosts.map(refusalOn))
  const range = await rangeOf()
  const found = `${AT_ONCE} at once on ${hosts[0]}${range === undefined ? '' : `, from ${range}`}`
  if (four !== undefined) {
    return { part, fitness: 'unfit', found: four, advice: 'something keeps this user from listening on loopback' }
  }
  if (six === undefined) return { part, fitness: 'fit', found }
  return {
    part,
    fitness: 'limited',
    found: `${found}; none on ${hosts[1]}: ${six}`,
    advice: 'services that listen on IPv6 alone are not reached',
  }
}

/** Why not so many ports could be had; undefined where they could. */
async function refusalOn(host: string): Promise<string | undefined> {
  const servers: Server[] = []
  try {
    for (let count = 0; count < AT_ONCE; count += 1) {
      const server = createServer().listen(0, host)
      servers.push(server)
      await once(server, 'listening')
    }
    return undefined
  } catch (thrown) {
    return reasonOf(thrown)
  } finally {
    for (const server of servers) server.close()
  }
}

/** `32768 to 60999`, where the system tells. */
async function rangeOf(): Promise<string | undefined> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '')
  const [from, to] = text.trim().split(/\s+/)
  return to === undefined ? undefined : `${from} to ${to}`
}
