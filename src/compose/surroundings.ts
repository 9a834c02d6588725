/** What a service shares with others: networks and names on them, whom it waits for, how it is deployed. */

import type { Awaited } from '../site/index.ts'
import { OF_LIMITS } from './members.ts'
import { isUnsaid, listOf, membersOf, mergedOf, textOf, textsOf, type Members, type Reading } from './reading.ts'

const OF_ADDRESSES = ['ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address', 'driver_opts', 'interface_name']

/** Names by which it is found: all its networks are the one of the run. */
export function aliasesOf(where: string, service: Members, declared: Members, reading: Reading): readonly string[] {
  const aliases: string[] = []
  for (const [network, own] of Object.entries(membersOf(service['networks']))) {
    const joined = membersOf(own)
    aliases.push(...textsOf(joined['aliases']))
    for (const key of OF_ADDRESSES) {
      if (isUnsaid(joined[key])) continue
      reading.refuse(`${where}.networks.${network}.${key}`, 'none: addresses are given by the engine', joined[key])
    }
    checkNetwork(`networks.${network}`, membersOf(declared[network]), reading)
  }
  const { container_name: name } = service
  return typeof name === 'string' ? [...aliases, name] : aliases
}

function checkNetwork(where: string, network: Members, reading: Reading): void {
  const { external, driver, ipam, name: _, ...others } = network
  if (external === true) reading.refuse(`${where}.external`, 'a network of the run: it joins no other', true)
  if (driver !== undefined && driver !== 'bridge') reading.refuse(`${where}.driver`, 'bridge', driver)
  for (const [key, value] of Object.entries({ ...others, ipam }))
    if (!isUnsaid(value)) reading.ignore(`${where}.${key}`)
}

/** `db` or `db:database`: the other name holds for everybody here. */
export function linkedNames(links: unknown): readonly (readonly [service: string, alias: string])[] {
  return textsOf(links).flatMap((link) => {
    const [service = '', alias] = link.split(':')
    return alias === undefined || alias === service ? [] : [[service, alias] as const]
  })
}

const CONDITIONS: Readonly<Record<string, Awaited>> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
}

/** Those that are there: a service of a profile that is off is waited for by nobody. */
export function awaitedBy(
  where: string,
  dependsOn: unknown,
  isThere: (name: string) => boolean,
  reading: Reading,
): { readonly [service: string]: Awaited } {
  const all = Object.entries(membersOf(dependsOn)).filter(([name]) => isThere(name))
  return Object.fromEntries(
    all.map(([name, how]) => {
      const { condition = 'service_started', restart } = membersOf(how)
      const awaited = CONDITIONS[String(condition)]
      if (!awaited) reading.refuse(`${where}.depends_on.${name}`, Object.keys(CONDITIONS).join(', '), condition)
      if (restart === true) reading.ignore(`${where}.depends_on.${name}.restart`)
      return [name, awaited ?? 'started'] as const
    }),
  )
}

/** Members of the host configuration. */
export function deployed(where: string, deploy: unknown, reading: Reading): Members {
  const { replicas, mode, resources, restart_policy: _, ...others } = membersOf(deploy)
  if (Number(replicas ?? 1) !== 1) reading.refuse(`${where}.replicas`, '1: a drill knows which one it kills', replicas)
  if (mode !== undefined && mode !== 'replicated') reading.refuse(`${where}.mode`, 'replicated', mode)
  for (const [key, value] of Object.entries(others)) if (!isUnsaid(value)) reading.ignore(`${where}.${key}`)
  const { limits, reservations } = membersOf(resources)
  const { devices, generic_resources: generic, ...reserved } = membersOf(reservations)
  for (const [key, value] of Object.entries({ devices, generic_resources: generic })) {
    if (isUnsaid(value)) continue
    reading.refuse(`${where}.resources.reservations.${key}`, 'none: a run reaches no devices of its engine', value)
  }
  for (const key of Object.keys(reserved)) reading.ignore(`${where}.resources.reservations.${key}`)
  return mergedOf(Object.entries(membersOf(limits)).map(([key, value]) => OF_LIMITS[key]?.(value) ?? {}))
}

/** TCP ports that it says it listens at; several where it does not say which one a client is to reach. */
export function portsOf({ ports, expose }: Members): readonly number[] {
  const published = listOf(ports)
    .map(membersOf)
    .filter(({ protocol = 'tcp' }) => protocol === 'tcp')
    .map(({ target }) => Number(target))
  if (published.length > 0) return [...new Set(published)]
  const exposed = textsOf(expose).filter((one) => !one.endsWith('/udp'))
  return [...new Set(exposed.flatMap((one) => rangeOf(one.replace(/\/tcp$/, ''))))]
}

function rangeOf(text: string): readonly number[] {
  const [from = 0, to = from] = text.split('-').map(Number)
  return Array.from({ length: to - from + 1 }, (_, place) => from + place)
}

/** What its supervisor does: `restart`, else the policy of its deployment. */
export function restartOf({ restart, deploy }: Members): 'always' | 'on failure' | undefined {
  const policy = membersOf(membersOf(deploy)['restart_policy'])['condition']
  const how = textOf(restart) ?? textOf(policy) ?? 'no'
  if (how === 'always' || how === 'unless-stopped' || how === 'any') return 'always'
  return how.startsWith('on-failure') ? 'on failure' : undefined
}
