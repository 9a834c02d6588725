/** What runtimes can do: known without loading any of them. */

import type { Capability } from './runtime.ts'

/** On processes and on containers alike, and through both proxies. */
const EVERYWHERE = [
  'kill',
  'stop',
  'pause',
  'volumes',
  'inside',
  'beside',
  'disable',
  'latency',
  'timeout',
  'reset_peer',
  'limit_data',
  'bandwidth',
  'slow_close',
  'slicer',
] as const

export const OF_EMBEDDED: ReadonlySet<Capability> = new Set([...EVERYWHERE, 'commands'])
export const OF_CONTAINERS: ReadonlySet<Capability> = new Set([
  ...EVERYWHERE,
  'images',
  'health checks of images',
  'network',
])
