/**
 * The way out of a container that stands on the engine's own bridge. testcontainers reads it from the engine, which
 * does not name the gateway of a bridge that it has made itself; then it answers as if nothing lay between.
 */

import { readFile } from 'node:fs/promises'
import { BlockList } from 'node:net'
import type Docker from 'dockerode'

interface Bridge {
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null }
}

/** The default gateway of this machine, if it lies on the engine's bridge; undefined where that is not so. */
export async function gatewayOfSiblings(docker: Docker): Promise<string | undefined> {
  const routes = await readFile('/proc/net/route', 'utf8').catch(() => '')
  const bridge = (await docker
    .getNetwork('bridge')
    .inspect()
    .catch(() => ({}))) as Bridge
  return gatewayIn(routes, bridge.IPAM?.Config?.[0]?.Subnet)
}

/** `routes` as the kernel lists them, `subnet` as `172.17.0.0/16`. */
export function gatewayIn(routes: string, subnet = ''): string | undefined {
  const [network = '', prefix] = subnet.split('/')
  if (prefix === undefined) return undefined
  const inside = new BlockList()
  inside.addSubnet(network, Number(prefix), 'ipv4')
  const gateways = routes.split('\n').flatMap((line) => {
    const [, destination, gateway = ''] = line.split(/\s+/)
    return destination === '00000000' && gateway.length === 8 ? [inDots(gateway)] : []
  })
  return gateways.find((gateway) => inside.check(gateway, 'ipv4'))
}

/** Four bytes in hexadecimal digits, the last one first. */
function inDots(hex: string): string {
  return [...Buffer.from(hex, 'hex')].toReversed().join('.')
}
