/** Every key of a service: honoured, left out because it changes nothing for a drill, or refused with the reason. */

import { OF_CONTAINER, OF_HOST } from './members.ts'
import { isUnsaid, textsOf, type Members, type Reading } from './reading.ts'

/** Read elsewhere in this room. */
const READ = [
  'build',
  'command',
  'configs',
  'depends_on',
  'deploy',
  'entrypoint',
  'environment',
  'expose',
  'healthcheck',
  'image',
  'links',
  'networks',
  'ports',
  'restart',
  'secrets',
  'volumes',
]

/** Another name, a note, or how it is looked after elsewhere. */
const IGNORED = ['annotations', 'attach', 'develop', 'env_file', 'label_file', 'labels', 'logging', 'pull_policy']

/** Names of a container are names on its network too: honoured as such, and no container is called so. */
const NAMES = ['container_name', 'profiles']

/** What a drill cannot give, by what it would need instead. */
const REFUSED: Readonly<Record<string, string>> = {
  blkio_config: 'none: a run sets no limits of disks',
  cgroup: 'none: a run shares no control groups with its engine',
  cgroup_parent: 'none: a run shares no control groups with its engine',
  credential_spec: 'none: there is nobody to take credentials from',
  cpu_count: 'cpus',
  cpu_percent: 'cpus',
  cpu_rt_period: 'cpus',
  cpu_rt_runtime: 'cpus',
  device_cgroup_rules: 'none: a run reaches no devices of its engine',
  devices: 'none: a run reaches no devices of its engine',
  external_links: 'a service of this file: a run reaches no containers of others',
  gpus: 'none: a run reaches no devices of its engine',
  isolation: 'none: containers of a run are isolated as the engine does by default',
  mac_address: "none: addresses are the engine's to give",
  models: 'a service of this file: a run starts no models',
  pid: 'none: a run shares no processes with its engine',
  platform: "none: images are of the engine's own platform",
  post_start: 'none: write a step run([...], { inside })',
  pre_stop: 'none: write a step run([...], { inside })',
  privileged: 'false: a run must reach nothing of its engine',
  provider: 'a service of this file: a run starts nothing elsewhere',
  runtime: "none: containers of a run have the engine's default runtime",
  storage_opt: 'none: a run sets no limits of disks',
  tty: 'false: its output is read line by line',
  use_api_socket: 'false: a run must reach nothing of its engine',
  userns_mode: 'none: users of a run are those that the engine maps by default',
  uts: 'none: a run shares no host name with its engine',
  volumes_from: 'volumes of its own: name them in both services',
}

/** With these a container reaches its engine's machine. */
const CAPABILITIES = /^(CAP_)?(ALL|BPF|MAC_\w+|PERFMON|SYS_(ADMIN|BOOT|MODULE|RAWIO|TIME)|SYSLOG|WAKE_ALARM)$/i
const SECURITY = /^(no-new-privileges([:=]true)?|label[:=].*)$/

/** What some values of an honoured key would need. */
const CHECKS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  cap_add: (value) =>
    textsOf(value).some((one) => CAPABILITIES.test(one)) ? 'capabilities within a container only' : undefined,
  security_opt: (value) =>
    textsOf(value).every((one) => SECURITY.test(one)) ? undefined : 'no-new-privileges and labels only',
  ipc: (value) => (['private', 'shareable', 'none'].includes(String(value)) ? undefined : 'private, shareable or none'),
  network_mode: (value) => (['bridge', 'default'].includes(String(value)) ? undefined : 'the network of the run'),
  scale: (value) => (Number(value) > 1 ? 'one container: a drill knows which one it kills' : undefined),
}

const HONOURED = new Set([...READ, ...NAMES, ...Object.keys({ ...OF_CONTAINER, ...OF_HOST, ...CHECKS })])

/** Tells what of it is left out, and what cannot be honoured. */
export function checkKeys(where: string, service: Members, reading: Reading): void {
  for (const [key, value] of Object.entries(service)) {
    const place = `${where}.${key}`
    if (isUnsaid(value) || key.startsWith('x-')) continue
    const wanted = REFUSED[key] ?? CHECKS[key]?.(value)
    if (wanted !== undefined) reading.refuse(place, wanted, value)
    else if (IGNORED.includes(key) || key === 'container_name') reading.ignore(place)
    else if (!HONOURED.has(key)) reading.refuse(place, 'a key that syncdrill knows', value)
  }
  if (listens(service['ports'])) reading.ignore(`${where}.ports: where they are published`)
}

const listens = (ports: unknown): boolean =>
  Array.isArray(ports) && ports.some((port: Members) => port['published'] !== undefined)
