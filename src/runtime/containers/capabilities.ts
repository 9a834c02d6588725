/** What the containers runtime can do: known without loading the client of an engine. */

import type { Capability } from '../runtime.ts'

export const CAPABILITIES: ReadonlySet<Capability> = new Set([
  'images',
  'kill',
  'stop',
  'pause',
  'network',
  'volumes',
  'disable',
  'latency',
  'timeout',
  'reset_peer',
  'limit_data',
  'bandwidth',
  'slow_close',
  'slicer',
])
