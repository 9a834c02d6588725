/** Keys that a container has a member for: each becomes that member of the engine's API. */

import { durationOf, listOf, membersOf, textsOf, type Members } from './reading.ts'

type Turn = (value: unknown) => Members

const same =
  (member: string): Turn =>
  (value) => ({ [member]: value })
const number =
  (member: string, factor = 1): Turn =>
  (value) => ({ [member]: Math.round(Number(value) * factor) })
const texts =
  (member: string): Turn =>
  (value) => ({ [member]: textsOf(value) })

/** Of the container itself. */
export const OF_CONTAINER: Readonly<Record<string, Turn>> = {
  user: same('User'),
  working_dir: same('WorkingDir'),
  hostname: same('Hostname'),
  domainname: same('Domainname'),
  stop_signal: same('StopSignal'),
  stop_grace_period: (value) => ({ StopTimeout: Math.ceil((durationOf(value) ?? 0) / 1_000) }),
  stdin_open: same('OpenStdin'),
}

/** Of its host configuration. */
export const OF_HOST: Readonly<Record<string, Turn>> = {
  init: same('Init'),
  ipc: same('IpcMode'),
  read_only: same('ReadonlyRootfs'),
  cap_add: texts('CapAdd'),
  cap_drop: texts('CapDrop'),
  security_opt: texts('SecurityOpt'),
  group_add: texts('GroupAdd'),
  dns: texts('Dns'),
  dns_search: texts('DnsSearch'),
  dns_opt: texts('DnsOptions'),
  extra_hosts: (value) => ({ ExtraHosts: extraHostsOf(value) }),
  sysctls: (value) => ({ Sysctls: textMembers(value) }),
  ulimits: (value) => ({ Ulimits: Object.entries(membersOf(value)).map(([name, limit]) => ulimit(name, limit)) }),
  tmpfs: (value) => ({ Tmpfs: Object.fromEntries(textsOf(value).map(tmpfs)) }),
  shm_size: number('ShmSize'),
  mem_limit: number('Memory'),
  mem_reservation: number('MemoryReservation'),
  memswap_limit: number('MemorySwap'),
  mem_swappiness: number('MemorySwappiness'),
  oom_kill_disable: same('OomKillDisable'),
  oom_score_adj: number('OomScoreAdj'),
  cpus: number('NanoCpus', 1e9),
  cpu_shares: number('CpuShares'),
  cpu_quota: number('CpuQuota'),
  cpu_period: number('CpuPeriod'),
  cpuset: same('CpusetCpus'),
  pids_limit: number('PidsLimit'),
}

/** The same of `deploy.resources.limits`. */
export const OF_LIMITS: Readonly<Record<string, Turn>> = {
  cpus: number('NanoCpus', 1e9),
  memory: number('Memory'),
  pids: number('PidsLimit'),
}

/** A list of `name=address`, or addresses by their names: versions of Compose differ. */
function extraHostsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return textsOf(value).map((one) => one.replace(/^([^=:]+)=/, '$1:'))
  return Object.entries(membersOf(value)).flatMap(([host, found]) =>
    (Array.isArray(found) ? listOf(found) : [found]).map((address) => `${host}:${String(address)}`),
  )
}

const textMembers = (value: unknown): Members =>
  Object.fromEntries(Object.entries(membersOf(value)).map(([name, one]) => [name, String(one)]))

function ulimit(Name: string, limit: unknown): Members {
  if (typeof limit !== 'object') return { Name, Soft: Number(limit), Hard: Number(limit) }
  const { soft, hard } = membersOf(limit)
  return { Name, Soft: Number(soft), Hard: Number(hard) }
}

/** `/run:size=64m,mode=755`. */
function tmpfs(word: string): readonly [string, string] {
  const colon = word.indexOf(':')
  return colon < 0 ? [word, ''] : [word.slice(0, colon), word.slice(colon + 1)]
}
