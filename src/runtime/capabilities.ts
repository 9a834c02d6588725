/** What runtimes can do: known without loading any of them. */

/** What a runtime may lack; a drill that needs a missing one is refused by name before anything starts. */
export type Capability =
  /** Services are at addresses that somebody names: nothing of them is started. */
  | 'addresses'
  /** Services can be started, changed, and pointed at. */
  | 'services'
  /** Backups can be taken, read and restored. */
  | 'copies'
  | 'commands'
  | 'images'
  /** The health check that an image declares can be asked. */
  | 'health checks of images'
  /** Commands of somebody's can be run in a service, or beside one. */
  | 'inside'
  | 'beside'
  | 'kill'
  | 'stop'
  | 'pause'
  /** Services can be taken off the network. */
  | 'network'
  | 'volumes'
  | 'disable'
  | 'latency'
  | 'timeout'
  | 'reset_peer'
  | 'limit_data'
  | 'bandwidth'
  | 'slow_close'
  | 'slicer'

/** Through both proxies. */
const OF_LINKS = [
  'disable',
  'latency',
  'timeout',
  'reset_peer',
  'limit_data',
  'bandwidth',
  'slow_close',
  'slicer',
] as const

/** On processes and on containers alike. */
const OF_SERVICES = ['services', 'kill', 'stop', 'pause', 'volumes', 'copies', 'inside', 'beside'] as const

export const OF_EMBEDDED: ReadonlySet<Capability> = new Set([...OF_LINKS, ...OF_SERVICES, 'commands'])
export const OF_CONTAINERS: ReadonlySet<Capability> = new Set([
  ...OF_LINKS,
  ...OF_SERVICES,
  'images',
  'health checks of images',
  'network',
])
/** The harness's own links, and nothing else. */
export const OF_EXTERNAL: ReadonlySet<Capability> = new Set([...OF_LINKS, 'addresses'])

/** Why the external runtime has not what it lacks, in the words of whoever asks for it. */
export const WHY_NOT_EXTERNAL: Readonly<Partial<Record<Capability, string>>> = {
  services: 'start, change or point at a service',
  kill: 'kill a service',
  stop: 'stop a service',
  pause: 'pause a service',
  volumes: 'reach a volume',
  copies: 'take, read or restore copies',
  inside: 'run a command inside a service',
  beside: 'run a command beside a service',
  network: 'take a service off the network',
  commands: 'start a service',
  images: 'start a container',
  'health checks of images': 'ask the health check of an image',
}
